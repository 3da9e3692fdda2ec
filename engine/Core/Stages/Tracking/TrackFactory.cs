using Sluice.Abstractions;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Stages.Tracking;

/// <summary>Makes <c>track</c> stages.</summary>
public sealed class TrackFactory : StageFactory<TrackOptions>
{
    /// <inheritdoc/>
    public override string Use => "track";

    /// <inheritdoc/>
    public override string Summary => "Joins detections of successive frames into tracks, each source by itself.";

    /// <inheritdoc/>
    public override StreamContent Needs => StreamContent.Detections;

    /// <inheritdoc/>
    public override bool ReadsPictures(object options) => options is TrackOptions { Tracker: TrackerKind.Botsort, CameraMotion: true };

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override StreamContent Gives(StreamContent input, TrackOptions options) => input | StreamContent.Tracks;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(TrackOptions options)
    {
        if (options.Low > options.High)
            yield return ("low", $"low is {options.Low} and high is {options.High}; low must not be above high.");
        if (options.Begin < options.High)
            yield return ("begin", $"begin is {options.Begin} and high is {options.High}; begin must not be below high.");
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, TrackOptions options) => new TrackStage(options);
}
