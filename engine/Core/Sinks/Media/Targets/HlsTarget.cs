using System.Globalization;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media.Targets;

/// <summary>
/// A playlist and its pieces in a folder: fragments of MP4 (<c>piece-N.m4s</c>) behind a header (<c>head-N.mp4</c>), each seen whole or not
/// at all. Pieces that left the playlist stay a little for players that still have the old one.
/// </summary>
internal sealed class HlsTarget : EncodedTarget
{
    private const int PiecesKeptBehind = 3;
    private readonly string _playlistPath;
    private readonly string _folder;
    private readonly long _length;
    private readonly HlsPlaylist _playlist;
    private readonly Queue<string> _gone = new();
    private readonly Queue<string> _heads = new();
    private FragmentMuxer? _muxer;
    private string _header = "";
    private bool _breaks;
    private bool _hasBegun;
    private long _nextIntra;
    private long _pieceStart;
    private long _pieceEnd;
    private DateTimeOffset _pieceBegins;
    private int _packets;

    /// <summary>A stream of which nothing is written yet.</summary>
    /// <param name="playlist">Path of the playlist.</param>
    /// <param name="setup">What the stage's targets share.</param>
    public HlsTarget(string playlist, TargetSetup setup)
        : base(playlist, setup)
    {
        var length = setup.Options.Segment ?? TimeSpan.FromSeconds(2);
        _playlistPath = playlist;
        _folder = Path.GetDirectoryName(playlist)!;
        _length = (long)(length.TotalSeconds * TicksPerSecond);

        // A cut waits for the next picture, and where a camera is down that comes a second later.
        _playlist = new(setup.Time.GetUtcNow().ToUnixTimeSeconds(), setup.Options.Window, (int)Math.Ceiling(length.TotalSeconds) + 1);
    }

    /// <inheritdoc/>
    protected override void Begin(VideoEncoder encoder, AvRational? frameRate)
    {
        if (!_hasBegun) Clear();
        _muxer = new FragmentMuxer(encoder, Name);
        _header = string.Create(CultureInfo.InvariantCulture, $"head-{_playlist.Next}.mp4");
        WholeFile.Write(Path.Combine(_folder, _header), to => to.Write(_muxer.Header.Span));
        _heads.Enqueue(_header);
        (_breaks, _hasBegun) = (_hasBegun, true);
        (_nextIntra, _packets) = (_length, 0);
    }

    /// <inheritdoc/>
    protected override bool WantsIntra(long pts)
    {
        if (pts < _nextIntra) return false;
        _nextIntra = pts + _length;
        return true;
    }

    /// <inheritdoc/>
    protected override void Take(AvPacket packet)
    {
        var pts = packet.Pts ?? 0;
        if (_packets > 0 && packet.IsKey && pts >= _pieceStart + _length)
        {
            _pieceEnd = pts;
            Cut(pts);
        }

        if (_packets++ == 0) (_pieceStart, _pieceBegins) = (pts, CapturedAt(pts));
        _pieceEnd = pts + packet.Duration;
        _muxer!.Write(packet);
    }

    /// <inheritdoc/>
    protected override void End()
    {
        if (_packets > 0) Cut(null);
        Abandon();
    }

    /// <inheritdoc/>
    protected override void EndAll() => WritePlaylist(isOver: true);

    /// <inheritdoc/>
    protected override void Abandon()
    {
        _muxer?.Dispose();
        _muxer = null;
    }

    // Without B-frames a picture is decoded when it is shown, so its time serves for both.
    private void Cut(long? next)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"piece-{_playlist.Next}.m4s");
        WholeFile.Write(Path.Combine(_folder, name), to => _muxer!.Cut(to, next));
        var seconds = (_pieceEnd - _pieceStart) / (double)TicksPerSecond;
        if (_playlist.Add(name, _header, seconds, _pieceBegins, _breaks) is { } gone) _gone.Enqueue(gone);
        (_breaks, _packets) = (false, 0);
        WritePlaylist(isOver: false);
        while (_gone.Count > PiecesKeptBehind) File.Delete(Path.Combine(_folder, _gone.Dequeue()));
    }

    private void WritePlaylist(bool isOver)
    {
        var text = _playlist.Write(isOver);
        WholeFile.Write(_playlistPath, to => to.Write(text));
        while (_heads.Count > 1 && !_playlist.Headers.Contains(_heads.Peek())) File.Delete(Path.Combine(_folder, _heads.Dequeue()));
    }

    // What an earlier run left would never be taken away.
    private void Clear()
    {
        Directory.CreateDirectory(_folder);
        File.Delete(_playlistPath);
        foreach (var form in new[] { "piece-*.m4s", "head-*.mp4" })
            foreach (var file in Directory.GetFiles(_folder, form)) File.Delete(file);
    }
}
