using Sluice.Abstractions;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Stages.Analytics;

/// <summary>Makes <c>analytics</c> stages.</summary>
public sealed class AnalyticsFactory : StageFactory<AnalyticsOptions>
{
    /// <inheritdoc/>
    public override string Use => "analytics";

    /// <inheritdoc/>
    public override string Summary => "Watches zones and lines: who enters, leaves, stays, crosses and how many there are, as events and counts.";

    /// <inheritdoc/>
    /// <remarks>Pictures for their size alone: boxes are in pixels, zones in parts of the picture.</remarks>
    public override StreamContent Needs => StreamContent.Pictures | StreamContent.Tracks;

    /// <inheritdoc/>
    public override bool ReadsPictures(object options) => false;

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override StreamContent Gives(StreamContent input, AnalyticsOptions options) => input | StreamContent.Events;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(AnalyticsOptions options) => AnalyticsChecks.Of(options);

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, AnalyticsOptions options) => new AnalyticsStage(context, options);
}
