using Microsoft.Extensions.Logging;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>A source's gate: the detector, the floor rate, and what was saved. Counts may be read from any thread.</summary>
/// <param name="options">How it was asked for.</param>
/// <param name="source">The source's id, for the log.</param>
/// <param name="log">The source's log.</param>
internal sealed partial class SourceGate(GateOptions options, string source, ILogger log)
{
    // Since the last look something may have begun; no more than this is kept for it.
    private const double MostKeptSeconds = 60;

    // From this part of the floor's time on, a frame that was looked at is handed on.
    private const double FloorPart = 0.5;

    private readonly PictureWatch _watch = new();
    private ActivityDetector _detector = new(options.Sensitivity, options.Hold);
    private (string Codec, int Width, int Height) _stream;
    private string? _blind;
    private string? _reported;
    private double? _floorAt;
    private double? _lastSeconds;
    private double _seconds;
    private double _openSeconds;
    private long _packets;
    private long _skipped;
    private long _openings;
    private GateCounts _counts = new(GateState.Learning, null, 0, 0, 0, 0);

    /// <summary>Whether everything is to be decoded.</summary>
    public bool IsOpen => _blind != null || _detector.IsOpen;

    /// <summary>How much of the past is worth keeping: where pictures are looked at, all since the last look.</summary>
    public double PreSeconds => Math.Max(options.Pre.TotalSeconds, _detector.SeesPictures ? Math.Min(options.Floor.TotalSeconds, MostKeptSeconds) : 0);

    /// <summary>How much of the past to decode when it opens: no more than what opened it can have lasted.</summary>
    /// <param name="sinceQuiet">How long ago a picture last showed nothing new; null where none is known to.</param>
    public double LookBackSeconds(double? sinceQuiet)
    {
        var delay = Math.Max(_detector.DelaySeconds, options.Pre.TotalSeconds / 4);
        if (sinceQuiet is not { } seconds) return Math.Min(PreSeconds, delay);
        return Math.Min(PreSeconds, double.IsInfinity(delay) ? seconds : Math.Max(seconds, delay));
    }

    /// <summary>Most compressed bytes to keep.</summary>
    public long MemoryBytes => options.Memory.Bytes;

    /// <summary>What it has saved so far.</summary>
    public GateCounts Counts => Volatile.Read(ref _counts);

    /// <summary>Begins a stream; what was learnt of the same camera stays.</summary>
    /// <param name="video">What the container says of it.</param>
    /// <param name="isIntraOnly">Whether every picture stands alone.</param>
    public void Begin(VideoStreamInfo video, bool isIntraOnly)
    {
        var stream = (video.CodecName, video.Width, video.Height);
        if (stream == _stream) _detector.Restart();
        else
        {
            _detector = new(options.Sensitivity, options.Hold);
            _watch.Clear();
        }

        _stream = stream;
        (_blind, _floorAt, _lastSeconds) = (null, null, null);
        if (isIntraOnly) Blind($"codec '{video.CodecName}' codes every picture by itself");
    }

    /// <summary>Gives up on this stream: everything is decoded.</summary>
    /// <param name="reason">Why, for the log.</param>
    public void Blind(string reason)
    {
        _blind = reason;
        Report();
    }

    /// <summary>Looks at the next packet.</summary>
    /// <param name="facts">What is known of it.</param>
    /// <param name="bytes">Its size.</param>
    /// <param name="seconds">Its decoding time.</param>
    /// <returns>What to do with it.</returns>
    public GateStep Take(in PacketFacts facts, int bytes, double seconds)
    {
        const double LongestGap = 10;
        var wasOpen = IsOpen;
        _detector.Observe(facts, bytes, seconds);
        if (_lastSeconds is { } last && seconds > last && seconds - last < LongestGap)
        {
            _seconds += seconds - last;
            if (wasOpen) _openSeconds += seconds - last;
        }

        if (seconds < _lastSeconds) _floorAt = null;
        _lastSeconds = seconds;
        _packets++;
        if (IsOpen && !wasOpen) _openings++;
        if (facts.IsIntra || IsOpen != wasOpen) Report();
        if (IsOpen)
        {
            if (facts.IsIntra) _floorAt = seconds;
            return GateStep.Decode;
        }

        if (!facts.IsIntra) return GateStep.Skip;
        if (_detector.SeesPictures) return IsDue(seconds, 1) || _detector.IsSuspicious ? GateStep.Look : GateStep.Skip;
        if (!IsDue(seconds, 1)) return GateStep.Skip;
        _floorAt = seconds;
        return GateStep.Decode;
    }

    /// <summary>Looks at the picture of an intra frame that <see cref="Take"/> wanted to see.</summary>
    /// <param name="picture">Borrowed.</param>
    public PictureVerdict Look(AvFrame picture) => _watch.Look(picture);

    /// <summary>As for a frame.</summary>
    /// <param name="cells">As <see cref="PictureGrid"/> has them.</param>
    public PictureVerdict Look(ReadOnlySpan<float> cells) => _watch.Look(cells);

    /// <summary>Whether an earlier picture than the one looked at shows nothing new: then nothing had begun yet.</summary>
    /// <param name="picture">Borrowed.</param>
    public bool WasQuiet(AvFrame picture) => _watch.WasQuiet(picture);

    /// <summary>As for a frame.</summary>
    /// <param name="cells">As <see cref="PictureGrid"/> has them.</param>
    public bool WasQuiet(ReadOnlySpan<float> cells) => _watch.WasQuiet(cells);

    /// <summary>Draws the conclusion from a picture looked at; the gate may be open behind it.</summary>
    /// <param name="verdict">What was seen; <see cref="PictureVerdict.Unknown"/> where it could not be decoded.</param>
    /// <param name="seconds">Its packet's decoding time.</param>
    /// <returns>Whether its frame is to be handed on.</returns>
    public bool Conclude(PictureVerdict verdict, double seconds)
    {
        var wasOpen = IsOpen;
        See(verdict, seconds);
        if (IsOpen && !wasOpen)
        {
            _openings++;
            Report();
        }

        // A frame that was decoded for a look anyway does for the floor, if it comes not long before that is due.
        if (!IsOpen && !IsDue(seconds, FloorPart)) return false;
        _floorAt = seconds;
        return true;
    }

    /// <summary>Looks at a frame that was decoded because the gate was open.</summary>
    /// <param name="picture">Borrowed.</param>
    /// <param name="seconds">Its time.</param>
    public void Watch(AvFrame picture, double seconds)
    {
        if (IsOpen && _blind == null && picture.IsKey) See(_watch.Look(picture), seconds);
    }

    /// <summary>As for a frame.</summary>
    /// <param name="cells">As <see cref="PictureGrid"/> has them.</param>
    /// <param name="seconds">Its time.</param>
    public void Watch(ReadOnlySpan<float> cells, double seconds)
    {
        if (IsOpen && _blind == null) See(_watch.Look(cells), seconds);
    }

    private void See(PictureVerdict verdict, double seconds)
    {
        if (verdict != PictureVerdict.Unknown || !_watch.IsKnown) _watch.Learn();
        _detector.See(verdict, seconds);
        _detector.SeesPictures = _watch.CanSee && _watch.IsKnown;
    }

    private bool IsDue(double seconds, double part) => _floorAt is not { } floor || seconds - floor >= part * options.Floor.TotalSeconds;

    /// <summary>Counts a packet that is not decoded.</summary>
    public void CountSkipped() => _skipped++;

    /// <summary>Ends a stream.</summary>
    public void End() => Report();

    private void Report()
    {
        var reason = _blind ?? _detector.Reason;
        var state = _blind != null ? GateState.Blind : _detector.State;
        Volatile.Write(ref _counts, new(state, reason, _packets, _skipped, _openings, _seconds > 0 ? _openSeconds / _seconds : 0));
        if (reason != null && reason != _reported) LogBlind(log, source, reason);
        _reported = reason;
    }

    [LoggerMessage(3120, LogLevel.Warning, "{Source}: the gate can't tell activity, so everything is decoded: {Reason}")]
    private static partial void LogBlind(ILogger logger, string source, string reason);
}
