using Sluice.Abstractions;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Stages.Flow;

/// <summary>Makes <c>use: sample</c>.</summary>
public sealed class SampleFactory : StageFactory<SampleOptions>
{
    /// <inheritdoc/>
    public override string Use => "sample";

    /// <inheritdoc/>
    public override string Summary => "Passes on some frames of each source, evenly spaced, and counts the others as sampled out.";

    /// <inheritdoc/>
    public override StreamContent Needs => StreamContent.None;

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(SampleOptions options)
    {
        if (options.Fps == null == (options.Every == null))
        {
            var given = options.Fps == null ? "neither is given" : "both are";
            yield return ("", $"wants exactly one of fps (frames a second, such as 5) and every (a count, such as 10); {given}.");
        }

        if (options.Fps is { } fps && !(fps > 0 && double.IsFinite(fps))) yield return ("fps", $"wants a number above 0, not {fps}.");
        if (options.Every < 1) yield return ("every", $"wants a whole number from 1, not {options.Every}.");
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, SampleOptions options)
    {
        var frequency = context.Time.TimestampFrequency;
        return new SampleStage(context.Id, () => SamplerOf(options, frequency));
    }

    /// <summary>Makes the sampler of one source.</summary>
    /// <param name="options">Checked.</param>
    /// <param name="timestampFrequency">Ticks a second of monotonic times.</param>
    internal static ISampler SamplerOf(SampleOptions options, long timestampFrequency) => options.Fps is { } fps
        ? new RateSampler(fps, timestampFrequency)
        : new EveryNthSampler(options.Every ?? 1);
}
