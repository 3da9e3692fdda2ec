using System.Diagnostics.CodeAnalysis;
using Sluice.Abstractions;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Sinks.ClickHouse;

/// <summary>Makes <c>clickhouse</c> stages.</summary>
public sealed class ClickHouseFactory : StageFactory<ClickHouseOptions>
{
    /// <inheritdoc/>
    public override string Use => "clickhouse";

    /// <inheritdoc/>
    public override string Summary => "Stores frames, objects, tracks, keyframes and events as rows in ClickHouse, or in a store that the engine runs itself.";

    /// <inheritdoc/>
    public override StreamContent Needs => StreamContent.None;

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(ClickHouseOptions options)
    {
        if (ClickHouseEndpoint.Fault(options.Url) is { } fault) yield return ("url", fault);
        if (options.BatchAge <= TimeSpan.Zero) yield return ("batch_age", "must be longer than nothing, such as 1s.");
        if (options.Timeout <= TimeSpan.Zero) yield return ("timeout", "must be longer than nothing, such as 30s.");
        if (options.Cluster != null && ClickHouseEndpoint.EmbeddedFolder(options.Url) != null) yield return ("cluster", "is of servers; the embedded store is none.");
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, [NotNull] ClickHouseOptions options) => new ClickHouseSink(context, options);
}
