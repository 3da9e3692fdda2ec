using Sluice.Abstractions;

namespace Sluice.Core.Sinks.Media;

/// <summary>Makes <c>use: images</c>.</summary>
public sealed class ImagesFactory : StageFactory<ImagesOptions>
{
    /// <inheritdoc/>
    public override string Use => "images";

    /// <inheritdoc/>
    public override string Summary => "Writes each picture into a file, with what is known of it beside, and passes the frame on.";

    /// <inheritdoc/>
    public override bool Parallel => true;

    /// <inheritdoc/>
    protected override IEnumerable<(string Key, string Message)> Check(ImagesOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.To)) yield return ("to", "wants the folder to write into, such as out/keyframes.");
        if (options.Quality is < 1 or > 100) yield return ("quality", $"wants 1 (smallest) to 100 (best), not {options.Quality}.");
        if (FileNames.UnknownPlace(options.Name) is { } place)
            yield return ("name", $"'{place}' is nothing that can be filled in; {FileNames.Places} are.");
        else if (options.Name.Split('/').Contains("..") || Path.IsPathRooted(options.Name))
            yield return ("name", $"'{options.Name}' leads out of the folder in 'to'.");
        else if (!TellsFramesApart(options.Name))
            yield return ("name", $"'{options.Name}' gives every frame the same name; put {{frame}}, {{pts}}, {{time}} or {{id}} in it.");
    }

    /// <inheritdoc/>
    protected override IStage Create(StageContext context, ImagesOptions options)
    {
        var tellsSourcesApart = options.Name.Contains("{source}", StringComparison.Ordinal) ||
            options.Name.Contains("{id}", StringComparison.Ordinal);
        if (context.Sources.Count > 1 && !tellsSourcesApart)
        {
            throw new InvalidOperationException(
                $"name: '{options.Name}' would mix up the frames of {context.Sources.Count} sources; put {{source}} or {{id}} in it.");
        }

        return new ImagesSink(context, options);
    }

    private static bool TellsFramesApart(string name)
        => Array.Exists(["{frame}", "{pts}", "{time}", "{id}"], place => name.Contains(place, StringComparison.Ordinal));
}
