using System.Text;

namespace Sluice.Core.Sinks.Nats.Client;

/// <summary>Who a client is by its key: a user's JWT with the key that belongs to it, or a bare key that the server knows.</summary>
internal sealed class NatsCredentials
{
    private readonly NKey _key;

    private NatsCredentials(string? jwt, NKey key) => (Jwt, _key) = (jwt, key);

    /// <summary>The signed claims; null for a bare key.</summary>
    public string? Jwt { get; }

    /// <summary>What a server knows the key by.</summary>
    public string PublicKey => _key.PublicKey;

    /// <summary>Reads a <c>.creds</c> file, or one that holds a seed and nothing else.</summary>
    /// <exception cref="NatsException">It cannot be read, or is neither.</exception>
    public static NatsCredentials Load(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path))
                ?? throw new NatsException($"'{path}' is neither a .creds file (a user's JWT and seed between BEGIN and END lines) nor a file with a user's seed (SU...).");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new NatsException($"The credentials cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Reads the text of such a file.</summary>
    /// <returns>Null when it is neither.</returns>
    public static NatsCredentials? Parse(string text)
    {
        string? jwt = null, seed = null;
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("eyJ", StringComparison.Ordinal)) jwt ??= line;
            else if (line.StartsWith("SU", StringComparison.Ordinal)) seed ??= line;
        }

        return seed != null && NKey.Read(seed) is { } key ? new(jwt, key) : null;
    }

    /// <summary>Signs what a server asks to be signed.</summary>
    public string Sign(string nonce) => _key.Sign(Encoding.UTF8.GetBytes(nonce));
}
