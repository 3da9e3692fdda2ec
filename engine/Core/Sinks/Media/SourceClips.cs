using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Abstractions;
using Sluice.Core.Stages.Decode.History;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media;

/// <summary>The clips of one source. For one caller at a time; counts may be read by others.</summary>
/// <param name="context">The stage's place in the graph.</param>
/// <param name="options">What to clip and where to.</param>
/// <param name="history">The source's packets.</param>
internal sealed class SourceClips(StageContext context, ClipOptions options, PacketHistory history) : IDisposable
{
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly List<KeptPacket> _packets = [];
    private readonly List<string> _reasons = [];
    private StreamCopyWriter? _file;
    private string _path = "";
    private FrameInfo? _first;
    private int _stream;
    private long _next;
    private double _begunAt;
    private double _until;
    private double _lastAt;
    private long _openings;
    private long _begun;
    private long _written;
    private long _missed;
    private bool _failing;
    private bool _hasWarned;

    /// <summary>Clips begun.</summary>
    public long Begun => Interlocked.Read(ref _begun);

    /// <summary>Clips that are whole.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Clips that a trigger asked for and that there are not: its packets were gone, or the file could not be written.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>Looks at a frame, and writes what has come of a running clip.</summary>
    public void Take(Frame frame)
    {
        try
        {
            if (_file != null) Write();
            if (Reason(frame) is { } reason) Trigger(frame.Info, reason);
        }
        catch (Exception fault) when (fault is AvException or IOException or UnauthorizedAccessException)
        {
            Fail(fault);
        }
    }

    /// <summary>Ends the running clip with what has come.</summary>
    public void End()
    {
        try
        {
            if (_file != null) Write();
            Finish();
        }
        catch (Exception fault) when (fault is AvException or IOException or UnauthorizedAccessException)
        {
            Fail(fault);
        }
    }

    /// <summary>Ends the running clip, and lets go of the source's packets: no frame of it will come.</summary>
    public void EndSource()
    {
        End();
        history.Release();
    }

    /// <summary>Takes away a clip that was not ended.</summary>
    public void Dispose()
    {
        if (_file != null) Forget();
    }

    private string? Reason(Frame frame)
    {
        foreach (var trigger in options.On)
        {
            var reason = trigger switch
            {
                ClipTrigger.Events when !frame.Events.IsEmpty => $"{frame.Events[0].Kind} at {frame.Events[0].Place}",
                ClipTrigger.Keyframes when frame.Keyframe != null => "keyframe",
                ClipTrigger.Detections => Detected(frame),
                ClipTrigger.Activity when history.Openings > _openings => "activity",
                _ => null,
            };
            if (reason == null) continue;
            if (trigger == ClipTrigger.Activity) _openings = history.Openings;
            return reason;
        }

        return null;
    }

    private string? Detected(Frame frame)
    {
        foreach (var found in frame.Detections)
            if (options.Classes.Count == 0 || options.Classes.Contains(found.Label)) return found.Label;
        return null;
    }

    private void Trigger(FrameInfo frame, string reason)
    {
        if (frame.Pts is not { } pts)
        {
            Miss(frame, "the stream has no times, and no clip can be cut from it");
            return;
        }

        if (history.Find(pts, options.Pre.TotalSeconds) is not { } start)
        {
            Miss(frame, "the trigger is older than the packets kept; keep more with 'pre' or 'memory'");
            return;
        }

        var until = start.FrameSeconds + options.Post.TotalSeconds;
        if (_file != null && start.Stream == _stream)
        {
            _until = Math.Max(_until, until);
            if (!_reasons.Contains(reason)) _reasons.Add(reason);
            return;
        }

        Finish();
        (_next, _first, _begunAt, _until) = (start.Number, frame, double.NaN, until);
        _path = Path.Combine(context.Resolve(options.To), FileNames.Fill(options.Name, frame)) + ".mp4";
        _reasons.Add(reason);
        Write();
    }

    private void Miss(FrameInfo frame, string why)
    {
        Interlocked.Increment(ref _missed);
        if (_hasWarned) return;
        _hasWarned = true;
        var at = frame.PtsSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $" at {seconds:0.00} s") : "";
        context.Log.Warn($"no clip of '{frame.Source}' around frame {frame.Index}{at}: {why}. Later ones are only counted.");
    }

    private void Write()
    {
        if (!history.Read(_next, _packets))
        {
            context.Log.Warn($"'{_path}' ends early: packets were gone before they were written; keep more with 'memory'.");
            Finish();
            return;
        }

        try
        {
            foreach (var kept in _packets)
            {
                _next = kept.Number + 1;
                if (_file != null && kept.Stream != _stream)
                {
                    // Another stream may have another size or codec: a file of its own, if anything happens in it.
                    Finish();
                    return;
                }

                if (_file == null) Begin(kept);
                if (kept.Seconds > _until || kept.Seconds - _begunAt > options.Max.TotalSeconds)
                {
                    Finish();
                    return;
                }

                _lastAt = kept.Seconds;
                _file!.Write(kept.Packet);
            }
        }
        finally
        {
            foreach (var kept in _packets) kept.Packet.Dispose();
            _packets.Clear();
        }
    }

    private void Begin(in KeptPacket first)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        _file = new StreamCopyWriter(_path + ".part", first.Video);
        (_stream, _begunAt) = (first.Stream, first.Seconds);
        Interlocked.Increment(ref _begun);
    }

    private void Finish()
    {
        if (_file == null) return;
        try
        {
            // The first packet has a time, or no frame would have been found by it, so there is at least one.
            _file.Finish();
            File.WriteAllText(Path.ChangeExtension(_path, ".json"), JsonSerializer.Serialize(new Dictionary<string, object?>
            {
                ["source"] = _first!.Source,
                ["clip"] = Path.GetFileName(_path),
                ["triggered_at"] = _first.CapturedAt,
                ["trigger_frame"] = _first.Index,
                ["trigger_pts_time"] = _first.PtsSeconds,
                ["from_pts_time"] = _begunAt,
                ["to_pts_time"] = _lastAt,
                ["packets"] = _file.Packets,
                ["reasons"] = _reasons,
                ["session"] = _first.Session,
                ["engine"] = context.Engine,
            }, Form));
            File.Move(_path + ".part", _path, overwrite: true);
            Interlocked.Increment(ref _written);
            ((WrittenFiles?)context.Services.GetService(typeof(WrittenFiles)))?.Tell(context.Id, _path, _first);
            _failing = false;
        }
        finally
        {
            Forget();
        }
    }

    private void Fail(Exception fault)
    {
        if (!_failing) context.Log.Error($"'{_path}' cannot be written; the engine goes on without it.", fault);
        _failing = true;
        Interlocked.Increment(ref _missed);
        Forget();
    }

    private void Forget()
    {
        _file?.Dispose();
        _file = null;
        _reasons.Clear();
        try
        {
            File.Delete(_path + ".part");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It is gone, or lies in a folder that is.
        }
    }
}
