using System.Security.Cryptography;

namespace Sluice.Core.Sinks.Objects;

/// <summary>Tells contents apart without keeping them.</summary>
internal static class ContentDigest
{
    /// <summary>Hex SHA-256 of a whole stream, which stands at its start afterwards.</summary>
    public static async Task<string> OfAsync(Stream content, CancellationToken stop)
    {
        content.Position = 0;
        var digest = await SHA256.HashDataAsync(content, stop);
        content.Position = 0;
        return Convert.ToHexStringLower(digest);
    }
}
