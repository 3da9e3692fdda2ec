namespace Sluice.Native.Ort;

/// <summary>How far ONNX Runtime rewrites a graph before running it, by the header's numbers.</summary>
public enum OrtGraphOptimization
{
    /// <summary>As it stands.</summary>
    None = 0,

    /// <summary>Constant folding and removal of what has no effect.</summary>
    Basic = 1,

    /// <summary>And fusions particular to a provider.</summary>
    Extended = 2,

    /// <summary>And memory layouts that suit the processor; everything there is.</summary>
    All = 99,
}
