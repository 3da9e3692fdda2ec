namespace Sluice.Native.Ort;

/// <summary>How serious a message of ONNX Runtime is, by the header's numbers.</summary>
public enum OrtLogLevel
{
    /// <summary>Every step; far too much for production.</summary>
    Verbose = 0,

    /// <summary>What was decided and why.</summary>
    Info = 1,

    /// <summary>Something odd that does not stop the model.</summary>
    Warning = 2,

    /// <summary>A call failed; the same text arrives as an exception.</summary>
    Error = 3,

    /// <summary>The library cannot go on.</summary>
    Fatal = 4,
}
