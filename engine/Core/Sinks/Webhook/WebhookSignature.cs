using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Core.Sinks.Webhook;

/// <summary>
/// Signs requests: <c>Sluice-Signature: sha256=HEX</c>, the HMAC-SHA256 of <c>TIMESTAMP.BODY</c>, where the timestamp is the header
/// <c>Sluice-Timestamp</c>, seconds since 1970 of this very try. A receiver compares in constant time and refuses old timestamps.
/// </summary>
internal static class WebhookSignature
{
    /// <summary>The header with the time of the try.</summary>
    public const string TimestampHeader = "Sluice-Timestamp";

    /// <summary>The header with the signature.</summary>
    public const string SignatureHeader = "Sluice-Signature";

    /// <summary>The signature of a body.</summary>
    /// <param name="secret">The key, as text.</param>
    /// <param name="timestamp">What the timestamp's header says.</param>
    /// <param name="body">The bytes as sent.</param>
    public static string Of(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.ASCII.GetBytes(timestamp));
        hmac.AppendData("."u8);
        hmac.AppendData(body);
        return "sha256=" + Convert.ToHexStringLower(hmac.GetHashAndReset());
    }

    /// <summary>A time as the header has it.</summary>
    public static string Timestamp(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
}
