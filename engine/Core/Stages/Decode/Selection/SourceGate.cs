using Microsoft.Extensions.Logging;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Stages.Decode.Selection;

/// <summary>A source's gate: the detector, the floor rate, and what was saved. Counts may be read from any thread.</summary>
/// <param name="options">How it was asked for.</param>
/// <param name="source">The source's id, for the log.</param>
/// <param name="log">The source's log.</param>
internal sealed partial class SourceGate(GateOptions options, string source, ILogger log)
{
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

    /// <summary>How much of the past is worth keeping.</summary>
    public double PreSeconds => options.Pre.TotalSeconds;

    /// <summary>How much of the past to decode when it opens: no more than what opened it can have lasted.</summary>
    public double LookBackSeconds => Math.Min(PreSeconds, Math.Max(_detector.DelaySeconds, PreSeconds / 4));

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
        else _detector = new(options.Sensitivity, options.Hold);
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
    /// <returns>Whether it is to be decoded for its own sake.</returns>
    public bool LetsThrough(in PacketFacts facts, int bytes, double seconds)
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
        var isDue = facts.IsIntra && (_floorAt is not { } floor || seconds - floor >= options.Floor.TotalSeconds);
        var passes = IsOpen || isDue;
        if (passes && facts.IsIntra) _floorAt = seconds;
        if (facts.IsIntra || IsOpen != wasOpen) Report();
        return passes;
    }

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
