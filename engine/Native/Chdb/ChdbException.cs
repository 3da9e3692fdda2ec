using System.Globalization;

namespace Sluice.Native.Chdb;

/// <summary>The engine refused a statement, a path or a row.</summary>
public sealed class ChdbException : Exception
{
    /// <summary>Wraps the engine's text.</summary>
    /// <param name="message">As the engine says it: <c>Code: 47. DB::Exception: ...</c>.</param>
    public ChdbException(string message)
        : base(message) => Code = ParseCode(message);

    /// <summary>ClickHouse's error code; 0 where the text has none.</summary>
    public int Code { get; }

    /// <summary>Reads the number behind <c>Code: </c>.</summary>
    /// <param name="message">The engine's text.</param>
    /// <returns>The code, or 0.</returns>
    public static int ParseCode(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var at = message.IndexOf("Code: ", StringComparison.Ordinal);
        if (at < 0) return 0;
        var digits = message.AsSpan(at + 6);
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : 0;
    }
}
