namespace Sluice.Native.Tests.Ort;

/// <summary>Tests over the process's one environment run one after another: its log and its live handles are shared.</summary>
[CollectionDefinition(Name)]
public sealed class OrtCollection
{
    public const string Name = "onnxruntime";
}
