using System.Globalization;
using System.Text;

namespace Sluice.Core.Sinks.Media.Targets;

/// <summary>The playlist of a live stream: its last pieces. https://datatracker.ietf.org/doc/html/rfc8216</summary>
/// <param name="first">Number of the first piece: above those of any earlier run, so that players see that it is another.</param>
/// <param name="window">Most pieces in it.</param>
/// <param name="longest">Whole seconds that no piece is longer than; must not change while it is played.</param>
internal sealed class HlsPlaylist(long first, int window, int longest)
{
    private readonly List<Piece> _pieces = [];
    private long _sequence = first;
    private long _discontinuities;

    /// <summary>Number of the piece to come.</summary>
    public long Next => _sequence + _pieces.Count;

    /// <summary>Headers that a piece in the playlist needs.</summary>
    public IEnumerable<string> Headers => _pieces.Select(static piece => piece.Header).Distinct();

    /// <summary>Adds a piece.</summary>
    /// <param name="name">Its file.</param>
    /// <param name="header">The file that says how to decode it.</param>
    /// <param name="seconds">How long it is.</param>
    /// <param name="begins">When its first picture was taken.</param>
    /// <param name="breaks">Whether times or pictures are not those of the piece before.</param>
    /// <returns>The piece that left the playlist; null when none did.</returns>
    public string? Add(string name, string header, double seconds, DateTimeOffset begins, bool breaks)
    {
        _pieces.Add(new(name, header, seconds, begins, breaks));
        if (_pieces.Count <= window) return null;
        var gone = _pieces[0];
        _pieces.RemoveAt(0);
        _sequence++;
        if (gone.Breaks) _discontinuities++;
        return gone.Name;
    }

    /// <summary>The playlist's text.</summary>
    /// <param name="isOver">Whether no piece follows.</param>
    public byte[] Write(bool isOver)
    {
        var text = new StringBuilder("#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-INDEPENDENT-SEGMENTS\n");
        text.Append(CultureInfo.InvariantCulture, $"#EXT-X-TARGETDURATION:{longest}\n#EXT-X-MEDIA-SEQUENCE:{_sequence}\n");
        if (_discontinuities > 0) text.Append(CultureInfo.InvariantCulture, $"#EXT-X-DISCONTINUITY-SEQUENCE:{_discontinuities}\n");
        var header = "";
        foreach (var piece in _pieces)
        {
            if (piece.Breaks) text.Append("#EXT-X-DISCONTINUITY\n");
            if (piece.Header != header) text.Append(CultureInfo.InvariantCulture, $"#EXT-X-MAP:URI=\"{header = piece.Header}\"\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXT-X-PROGRAM-DATE-TIME:{piece.Begins.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}\n");
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{piece.Seconds:0.000},\n{piece.Name}\n");
        }

        if (isOver) text.Append("#EXT-X-ENDLIST\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private readonly record struct Piece(string Name, string Header, double Seconds, DateTimeOffset Begins, bool Breaks);
}
