using System.Diagnostics.CodeAnalysis;
using Sluice.Abstractions;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Sinks.S3;

/// <summary>Makes <c>s3</c> stages.</summary>
public sealed class S3Factory : StageFactory<S3Options>
{
    /// <inheritdoc/>
    public override string Use => "s3";

    /// <inheritdoc/>
    public override string Summary => "Uploads keyframes, pictures and clips with what is known of them into a bucket, and passes frames on with their new address.";

    /// <inheritdoc/>
    public override StreamContent Needs => StreamContent.None;

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(S3Options options)
    {
        if (KeyTemplate.Fault(options.Key) is { } fault) yield return ("key", fault);
        foreach (var one in options.Faults()) yield return one;
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, [NotNull] S3Options options)
    {
        if (context.Sources.Count > 1 && !KeyTemplate.TellsSourcesApart(options.Key))
        {
            throw new InvalidOperationException(
                $"key: '{options.Key}' would mix up the files of {context.Sources.Count} sources; put {{source}} or {{id}} in it.");
        }

        return new S3Sink(context, options);
    }
}
