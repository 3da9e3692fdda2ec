namespace Sluice.Native.Ort;

/// <summary>ONNX Runtime cannot be loaded: not found, not loadable or too old.</summary>
public sealed class OrtLibraryException : Exception
{
    internal OrtLibraryException(string message, IReadOnlyList<string> tried)
        : base(message) => Tried = tried;

    /// <summary>Every path tried, in order, each with the reason it did not do.</summary>
    public IReadOnlyList<string> Tried { get; }
}
