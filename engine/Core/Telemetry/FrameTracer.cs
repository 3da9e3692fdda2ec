using System.Buffers.Binary;
using System.Diagnostics;
using Sluice.Abstractions;
using Sluice.Core.Graph;

namespace Sluice.Core.Telemetry;

/// <summary>
/// Traces a share of the frames: a span for the frame's whole way, whose trace id is the frame's id, and below it one for decoding, one
/// for each wait in an edge and one for each call of a stage. Which frames is a matter of their ids, so it is the same ones everywhere. A
/// frame that is not chosen costs one comparison here and one look at a field at each stage.
/// </summary>
internal sealed class FrameTracer
{
    /// <summary>The name of the activity source.</summary>
    public const string SourceName = "Sluice";

    private static readonly ActivitySource Spans = new(SourceName);
    private readonly TimeProvider _time;
    private readonly double _ratio;

    private FrameTracer(double ratio, TimeProvider time) => (_ratio, _time) = (ratio, time);

    /// <summary>Makes a tracer.</summary>
    /// <param name="ratio">The share of frames, 0 to 1.</param>
    /// <param name="time">The clock that stamped the frames' arrival.</param>
    /// <returns>Null when no frame is to be traced.</returns>
    public static FrameTracer? Of(double ratio, TimeProvider time) => ratio > 0 ? new(ratio, time) : null;

    /// <summary>Whether frames of this id are traced. The last 62 bits of such ids are random.</summary>
    public bool Takes(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return (BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) << 2 >> 11) * (1.0 / (1UL << 53)) < _ratio;
    }

    /// <summary>Begins the trace of a frame that has just left its source, when it is one of those.</summary>
    public void Begin(FrameInfo info)
    {
        if (!Spans.HasListeners() || !Takes(info.Id) || info.Ledger is not SourceLedger) return;
        var now = _time.GetUtcNow();
        var arrived = now - _time.GetElapsedTime(info.ArrivedTimestamp);
        var whole = new ActivityContext(ActivityTraceId.CreateFromString(info.Id.ToString("N")), default, ActivityTraceFlags.Recorded);
        var current = Activity.Current;
        var trace = Spans.StartActivity("frame", ActivityKind.Consumer, whole, startTime: arrived);

        // It goes on with the frame, not with this thread.
        Activity.Current = current;
        if (trace == null) return;
        trace.SetTag("sluice.source", info.Source);
        trace.SetTag("sluice.frame", info.Index);
        if (info.PtsSeconds is { } pts) trace.SetTag("sluice.pts", pts);
        info.Trace = trace;
        Add(trace, "decode", now - arrived, now)?.Stop();
    }

    /// <summary>Notes that a stage took the frame out of one of its edges just now.</summary>
    public static void Wait(Activity trace, StageNode stage, TimeSpan waited, TimeProvider time)
        => AddOf(trace, "wait ", stage, waited, time)?.Stop();

    /// <summary>Notes a call of a stage that ended just now, or was given up.</summary>
    /// <param name="trace">The frame's.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="frames">How many frames the call had.</param>
    /// <param name="taken">How long it took.</param>
    /// <param name="fault">What went wrong; null for nothing.</param>
    /// <param name="time">The clock.</param>
    public static void Call(Activity trace, StageNode stage, int frames, TimeSpan taken, string? fault, TimeProvider time)
    {
        var kind = stage.Stage is ISink ? "sink " : stage.Model != null ? "infer " : "stage ";
        if (AddOf(trace, kind, stage, taken, time) is not { } span) return;
        if (stage.BatchStage != null) span.SetTag("sluice.batch_size", frames);
        if (stage.Model is { } model) span.SetTag("sluice.model", model);
        if (fault != null) span.SetStatus(ActivityStatusCode.Error, fault);
        span.Stop();
    }

    /// <summary>Notes that an edge let the frame go.</summary>
    public static void Drop(Activity trace, string edge, DropReason reason)
        => trace.AddEvent(new("dropped", tags: new() { ["sluice.edge"] = edge, ["sluice.reason"] = SnakeCase.Of(reason) }));

    /// <summary>Ends the trace with the frame.</summary>
    public static void End(Activity trace, Outcome outcome)
    {
        trace.SetTag("sluice.outcome", SnakeCase.Of(outcome));
        if (outcome == Outcome.Failed) trace.SetStatus(ActivityStatusCode.Error);
        var current = Activity.Current;
        trace.Stop();
        Activity.Current = current;
    }

    private static Activity? AddOf(Activity trace, string kind, StageNode stage, TimeSpan taken, TimeProvider time)
        => Add(trace, kind + stage.Id, taken, time.GetUtcNow())?.SetTag("sluice.stage", stage.Id).SetTag("sluice.use", stage.Config.Factory.Use);

    // Ends at 'until', however late it is stopped; stopping gives the thread its current span back.
    private static Activity? Add(Activity trace, string name, TimeSpan taken, DateTimeOffset until)
        => Spans.StartActivity(name, ActivityKind.Internal, trace.Context, startTime: until - taken)?.SetEndTime(until.UtcDateTime);
}
