using Sluice.Abstractions;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Sinks.Media;

/// <summary>Makes <c>use: clip</c>.</summary>
public sealed class ClipFactory : StageFactory<ClipOptions>
{
    /// <inheritdoc/>
    public override string Use => "clip";

    /// <inheritdoc/>
    public override string Summary
        => "Writes what a camera sent around an event into an MP4 file, without encoding anything anew, with what began it beside.";

    /// <inheritdoc/>
    public override StreamContent Needs => StreamContent.None;

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(ClipOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.To)) yield return ("to", "wants the folder to write into, such as out/clips.");
        if (options.On.Count == 0) yield return ("on", "wants at least one of events, keyframes, detections and activity.");
        if (options.Max < options.Pre) yield return ("max", $"is {options.Max} and pre is {options.Pre}; a clip can't be shorter than what comes before its trigger.");
        if (FileNames.UnknownPlace(options.Name) is { } place)
            yield return ("name", $"'{place}' is nothing that can be filled in; {FileNames.Places} are.");
        else if (options.Name.Split('/').Contains("..") || Path.IsPathRooted(options.Name))
            yield return ("name", $"'{options.Name}' leads out of the folder in 'to'.");
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, ClipOptions options) => new ClipSink(context, options);
}
