using System.Globalization;
using Sluice.Abstractions;
using Sluice.Core.Stages.Flow;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media;

/// <summary>
/// The video of one source: a file, and one more (<c>name.2.mp4</c>) whenever the size changes or writing is taken up again after a fault.
/// For one caller at a time; the counts may be read by others.
/// </summary>
internal sealed class SourceVideo : IDisposable
{
    // Fine enough for every usual rate, and what RTP counts video in.
    private static readonly AvRational TimeBase = new(1, 90_000);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly VideoOptions _options;
    private readonly TimeProvider _time;
    private readonly IStageLog _log;
    private readonly ElapsedClock _clock;
    private readonly UprightPictures _pictures = new();
    private VideoFileWriter? _file;
    private (int Width, int Height) _size;
    private int _segments;
    private double _segmentStart;
    private long _lastPts;
    private long _accepted;
    private long _finished;
    private string? _fault;
    private long _faultedAt;

    /// <summary>A video of which nothing is written yet.</summary>
    /// <param name="path">The first file, in a folder that exists.</param>
    /// <param name="options">How to encode.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Told of a fault once, until writing works again.</param>
    public SourceVideo(string path, VideoOptions options, TimeProvider time, IStageLog log)
        => (_path, _options, _time, _log, _clock) = (path, options, time, log, new(time.TimestampFrequency));

    /// <summary>Pictures the encoder took.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Pictures whose packets are in a file.</summary>
    public long Written => Interlocked.Read(ref _finished) + (Volatile.Read(ref _file)?.Packets ?? 0);

    /// <summary>Encodes a frame's picture.</summary>
    /// <param name="frame">The frame; borrowed.</param>
    /// <exception cref="IOException">The file cannot be written, or could not be a moment ago.</exception>
    public void Write(Frame frame)
    {
        var elapsed = _clock.Advance(frame.Info);
        if (_fault != null && _time.GetElapsedTime(_faultedAt) < RetryAfter) throw new IOException(_fault);
        try
        {
            var picture = _pictures.Of(frame);
            if (_file == null || _size != (picture.Width, picture.Height)) Begin(picture, elapsed);
            // Rounding may put two close frames on one tick, and a container wants each later than the last.
            _lastPts = Math.Max(_lastPts + 1, (long)Math.Round((elapsed - _segmentStart) * TimeBase.Den));
            _file!.Write(picture, _lastPts);
            Interlocked.Increment(ref _accepted);
            _fault = null;
        }
        catch (Exception fault) when (fault is AvException or IOException or UnauthorizedAccessException)
        {
            throw Fail(fault);
        }
    }

    /// <summary>Writes what the encoder holds back and closes the file.</summary>
    /// <exception cref="IOException">The file is incomplete.</exception>
    public void Finish()
    {
        if (_file == null) return;
        try
        {
            _file.Finish();
        }
        catch (AvException fault)
        {
            throw Fail(fault);
        }

        Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Close();
        _pictures.Dispose();
    }

    private void Begin(AvFrame picture, double elapsed)
    {
        Finish();
        _segments++;
        (_size, _segmentStart, _lastPts) = ((picture.Width, picture.Height), elapsed, -1);
        var path = _segments == 1
            ? _path
            : Path.ChangeExtension(_path, _segments.ToString(CultureInfo.InvariantCulture) + Path.GetExtension(_path));
        // Chroma is halved: an odd column or row is scaled away.
        _file = VideoFileWriter.Create(path, Math.Max(2, picture.Width & ~1), Math.Max(2, picture.Height & ~1), TimeBase,
            VideoEncoding.For(picture, _options), VideoEncoding.ContainerOf(path));
        if (_file.Note is { } note) _log.Warn(note);
    }

    private IOException Fail(Exception fault)
    {
        Close();
        if (_fault == null) _log.Error($"'{_path}' cannot be written; trying again every {RetryAfter.TotalSeconds:0} s.", fault);
        (_fault, _faultedAt) = ($"'{_path}' cannot be written: {fault.Message}", _time.GetTimestamp());
        return new(_fault, fault);
    }

    private void Close()
    {
        if (_file is not { } file) return;
        file.Dispose();
        Volatile.Write(ref _file, null);
        Interlocked.Add(ref _finished, file.Packets);
    }
}
