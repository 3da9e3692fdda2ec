using System.Text.RegularExpressions;

namespace Sluice.Core.Config;

/// <summary>
/// What must not be printed: values that came from the environment, passwords in URIs. Whatever may hold a text of the configuration (an
/// error of a camera, a log line of a native library) goes through <see cref="Redact"/> first.
/// </summary>
public sealed partial class Secrets
{
    // Shorter values would blot out digits and syllables of unrelated text; a password that short is still masked inside a URI.
    private const int LeastLength = 4;

    private readonly Dictionary<string, string> _written = new(StringComparer.Ordinal);

    /// <summary>Masks what stands in URIs only.</summary>
    public static Secrets None { get; } = new();

    /// <summary>Puts <c>***</c> for passwords in URIs (<c>rtsp://user:***@host</c>, <c>?token=***</c>).</summary>
    /// <param name="text">Any text, with URIs or without.</param>
    public static string MaskUris(string text)
    {
        if (!text.Contains("://", StringComparison.Ordinal)) return text;
        return SecretQuery().Replace(UserInfo().Replace(text, "$1:***@"), "$1***");
    }

    /// <summary>Puts the variable's name (<c>${NAME}</c>) for values from the environment, and masks passwords in URIs.</summary>
    /// <param name="text">Any text.</param>
    public string Redact(string text)
    {
        foreach (var (value, written) in _written) text = text.Replace(value, written, StringComparison.Ordinal);
        return MaskUris(text);
    }

    /// <summary>Remembers a value of the environment and how the file writes it.</summary>
    internal void Add(string value, string written)
    {
        if (value.Length >= LeastLength) _written[value] = written;
    }

    // user:password@ with a password that may hold anything but white space and quotes: people forget to escape '@' and '/'.
    // A colon followed by digits and a slash is a port, not a password.
    [GeneratedRegex("""(://[^\s/:@"']*):(?!\d{1,5}/)[^\s"'<>]*@""", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex("""([?&](?:password|passwd|pwd|pass|token|secret|api_?key|access_key|auth)=)[^&\s"'<>]*""",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex SecretQuery();
}
