namespace Sluice.Native.Ort;

/// <summary>An execution provider to put before the CPU.</summary>
/// <param name="Name">
/// Its name in any letter case, with or without <c>ExecutionProvider</c>: <c>CUDA</c>, <c>TensorRT</c>, <c>WebGPU</c>.
/// </param>
public sealed record OrtExecutionProvider(string Name)
{
    /// <summary>The provider's own keys and values, for example <c>device_id</c>.</summary>
    public IReadOnlyDictionary<string, string> Options { get; init; } = new Dictionary<string, string>();

    /// <summary>The name without letter case and suffix, for comparing.</summary>
    internal string Key => KeyOf(Name);

    internal static string KeyOf(string name)
    {
        var key = name.ToUpperInvariant();
        return key.EndsWith("EXECUTIONPROVIDER", StringComparison.Ordinal) ? key[..^17] : key;
    }
}
