using System.Diagnostics.CodeAnalysis;
using Sluice.Abstractions;
using StreamContent = Sluice.Abstractions.StreamContent;

namespace Sluice.Core.Sinks.Jsonl;

/// <summary>Makes <c>jsonl</c> stages.</summary>
public sealed class JsonlFactory : StageFactory<JsonlOptions>
{
    /// <inheritdoc/>
    public override string Use => "jsonl";

    /// <inheritdoc/>
    public override string Summary => "Writes one JSON object a frame, or a keyframe, to a file.";

    /// <inheritdoc/>
    public override StreamContent Needs => StreamContent.None;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(JsonlOptions options)
    {
        if (options.To.EndsWith('/')) yield return ("to", $"'{options.To}' names a folder; a file's path is wanted, such as '{options.To}frames.jsonl'.");
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, [NotNull] JsonlOptions options) => new JsonlSink(context, options);
}
