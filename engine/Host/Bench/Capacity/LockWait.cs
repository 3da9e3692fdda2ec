using System.Diagnostics.Tracing;

namespace Sluice.Host.Bench.Capacity;

/// <summary>How long threads of this process have waited for locks of managed code, by the runtime's own events; a lock that is free raises none.</summary>
internal sealed class LockWait : EventListener
{
    private const string Runtime = "Microsoft-Windows-DotNETRuntime";
    private const EventKeywords Contention = (EventKeywords)0x4000;

    // ContentionStop: flags, instance, nanoseconds waited.
    private const int ContentionStop = 91, DurationField = 2;
    private long _nanoseconds;

    /// <summary>Seconds since it was made, over all threads; a wait counts when it is over.</summary>
    public double Seconds => Interlocked.Read(ref _nanoseconds) / 1e9;

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Runtime) EnableEvents(eventSource, EventLevel.Informational, Contention);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventId == ContentionStop && eventData.Payload is { Count: > DurationField } fields && fields[DurationField] is double waited) Interlocked.Add(ref _nanoseconds, (long)waited);
    }
}
