namespace Sluice.Native.Ort;

/// <summary>An execution provider that was asked for is not in the library, or does not start on this machine.</summary>
public sealed class OrtProviderException : Exception
{
    internal OrtProviderException(string message, string provider, IReadOnlyList<string> available, Exception? inner)
        : base(message, inner) => (Provider, Available) = (provider, available);

    /// <summary>The provider asked for.</summary>
    public string Provider { get; }

    /// <summary>The providers built into the loaded library.</summary>
    public IReadOnlyList<string> Available { get; }
}
