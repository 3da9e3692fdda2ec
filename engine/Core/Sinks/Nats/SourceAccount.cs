using Sluice.Core.Sinks.Nats.Formats;
using Sluice.Core.Sinks.Nats.Messages;

namespace Sluice.Core.Sinks.Nats;

/// <summary>What the sink keeps of one source.</summary>
internal sealed class SourceAccount : IDisposable
{
    public SourceAccount(string source, DateTimeOffset start, Func<SourceAccount, IMessageFormat> format)
    {
        (Source, Summary) = (source, new(source, start));
        Format = format(this);
    }

    /// <summary>Its id.</summary>
    public string Source { get; }

    /// <summary>Guards <see cref="Summary"/>: the timer runs beside the engine's calls.</summary>
    public Lock Gate { get; } = new();

    /// <summary>What happened since the last summary.</summary>
    public SourceSummary Summary { get; }

    /// <summary>How its frames become messages. Only the engine's calls for the source use it, one after the other.</summary>
    public IMessageFormat Format { get; }

    /// <summary>Their messages; used as <see cref="Format"/> is.</summary>
    public MessageBatch Batch { get; } = new();

    /// <inheritdoc/>
    public void Dispose() => Batch.Dispose();
}
