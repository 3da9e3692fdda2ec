using System.Buffers;

namespace Sluice.Native.FFmpeg;

/// <summary>Takes secrets out of URLs before they reach a message or a log.</summary>
public static class SourceUrl
{
    private const string Mask = "***";
    private static readonly SearchValues<char> UrlEnds = SearchValues.Create(" '\"\n\t");
    private static readonly SearchValues<char> ValueEnds = SearchValues.Create("& '\"\n\t#");
    private static readonly string[] SecretKeys = ["password", "passwd", "pwd", "pass", "token", "secret", "key", "auth"];

    /// <summary>
    /// <paramref name="text"/> with the password of each <c>scheme://user:password@host</c> in it, and the values of
    /// query keys such as <c>password</c> or <c>token</c>, replaced by <c>***</c>.
    /// </summary>
    public static string Redact(string text)
    {
        for (var at = 0; (at = text.IndexOf("://", at, StringComparison.Ordinal)) >= 0;)
        {
            at += 3;
            var end = text.AsSpan(at).IndexOfAny(UrlEnds) is var space and >= 0 ? at + space : text.Length;
            var sign = EndOfUserInfo(text.AsSpan(at, end - at));
            var colon = sign < 0 ? -1 : text.AsSpan(at, sign).IndexOf(':');
            if (colon >= 0) text = string.Concat(text.AsSpan(0, at + colon + 1), Mask, text.AsSpan(at + sign));
            text = RedactQuery(text, at);
        }

        return text;
    }

    // The '@' that ends user:password, or -1. Passwords are seen with '/', '?' and '@' unescaped: where what follows
    // the first ':' is no port, all up to the last '@' is taken for the password.
    private static int EndOfUserInfo(ReadOnlySpan<char> url)
    {
        var authority = url.IndexOfAny('/', '?') is var slash and >= 0 ? url[..slash] : url;
        if (authority.LastIndexOf('@') is var sign and >= 0) return sign;
        var port = authority.StartsWith("[") ? authority[(authority.IndexOf(']') + 1)..] : authority;
        var colon = port.IndexOf(':');
        var hasPort = colon < 0 || !port[(colon + 1)..].ContainsAnyExceptInRange('0', '9');
        return hasPort ? -1 : url.LastIndexOf('@');
    }

    private static string RedactQuery(string text, int at)
    {
        foreach (var key in SecretKeys)
        {
            for (var from = at; (from = text.IndexOf(key + "=", from, StringComparison.OrdinalIgnoreCase)) >= 0;)
            {
                var start = from + key.Length + 1;
                var known = from > 0 && text[from - 1] is '?' or '&' or '_' or '-';
                var length = text.AsSpan(start).IndexOfAny(ValueEnds) is var stop and >= 0 ? stop : text.Length - start;
                from = start;
                if (known && length > 0) text = string.Concat(text.AsSpan(0, start), Mask, text.AsSpan(start + length));
            }
        }

        return text;
    }
}
