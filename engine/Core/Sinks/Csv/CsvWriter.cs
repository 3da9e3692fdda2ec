using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sluice.Core.Sinks.Csv;

/// <summary>Writes CSV as RFC 4180 has it: commas, CRLF, and quotes around what holds one of them or a quote. Absent is empty. Not thread-safe.</summary>
internal sealed class CsvWriter
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create("\",\r\n");
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);
    private readonly char[] _digits = new char[64];
    private bool _isInLine;

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Lines since <see cref="Clear"/>.</summary>
    public int Lines { get; private set; }

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        _bytes.ResetWrittenCount();
        (Lines, _isInLine) = (0, false);
    }

    /// <summary>A field of text; null is empty.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        Separate();
        // Blanks at the ends are part of a field, but not every reader knows: quoted, they are for all.
        var quote = text.ContainsAny(Quoted) || (text.Length > 0 && (text[0] == ' ' || text[^1] == ' '));
        if (!quote)
        {
            Write(text);
            return;
        }

        Write("\"");
        for (var at = text.IndexOf('"'); at >= 0; at = text.IndexOf('"'))
        {
            Write(text[..(at + 1)]);
            Write("\"");
            text = text[(at + 1)..];
        }

        Write(text);
        Write("\"");
    }

    /// <summary>A field of anything that formats itself without a comma.</summary>
    public void Add<T>(T value)
        where T : ISpanFormattable
        => Add(value, default);

    /// <summary>A field of anything that formats itself; null is empty.</summary>
    public void Add<T>(T? value, ReadOnlySpan<char> format = default)
        where T : struct, ISpanFormattable
    {
        if (value is { } known) Add(known, format);
        else Separate();
    }

    /// <summary>A moment, to the microsecond, in UTC.</summary>
    public void Add(DateTimeOffset at) => Add(at.UtcDateTime, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <summary>True or false.</summary>
    public void Add(bool value) => Add(value ? "true" : "false");

    /// <summary>Ends a line.</summary>
    public void EndLine()
    {
        Write("\r\n");
        _isInLine = false;
        Lines++;
    }

    private void Add<T>(T value, ReadOnlySpan<char> format)
        where T : ISpanFormattable
    {
        Separate();
        if (value.TryFormat(_digits, out var length, format, CultureInfo.InvariantCulture)) Write(_digits.AsSpan(0, length));
        else Write(value.ToString(format.ToString(), CultureInfo.InvariantCulture));
    }

    private void Separate()
    {
        if (_isInLine) Write(",");
        _isInLine = true;
    }

    private void Write(ReadOnlySpan<char> text) => _bytes.Advance(Encoding.UTF8.GetBytes(text, _bytes.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
}
