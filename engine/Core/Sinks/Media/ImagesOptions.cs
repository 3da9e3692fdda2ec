using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Sluice.Core.Sinks.Media;

/// <summary>Options of <c>use: images</c>.</summary>
public sealed record ImagesOptions
{
    /// <summary>The folder to write into.</summary>
    [Description("Folder to write into; made if it is missing."), Required]
    public string To { get; init; } = "";

    /// <summary>The files' format.</summary>
    [Description("Format of the files.")]
    public PictureFileFormat Format { get; init; }

    /// <summary>JPEG's quality: 1 (smallest) to 100 (best).</summary>
    [Description("JPEG quality, 1 (smallest) to 100 (best)."), Range(1, 100)]
    public int Quality { get; init; } = 90;

    /// <summary>Name of each file below the folder, without its extension.</summary>
    [Description("Name of each file below the folder, without extension; may hold {source}, {frame}, {pts}, {time}, {id} and {session}.")]
    public string Name { get; init; } = "{source}/{time}-{frame}";

    /// <summary>Whether a JSON file beside each picture says what is known of it.</summary>
    [Description("Write a JSON file beside each picture that says what is known of it.")]
    public bool Sidecar { get; init; } = true;
}
