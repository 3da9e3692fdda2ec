using System.Globalization;
using Sluice.Abstractions;
using Sluice.Core.Sinks.Media;
using Sluice.Core.Sinks.Objects;

namespace Sluice.Core.Sinks.S3;

/// <summary>Keys of objects with places for what is known of a frame and its file.</summary>
/// <param name="template">As the graph has it.</param>
/// <param name="engine">The engine's name.</param>
internal sealed class KeyTemplate(string template, string engine)
{
    /// <summary>What may stand in braces, for error messages.</summary>
    public const string Places = "{engine}, {date}, {name}, " + FileNames.Places;

    private static readonly string[] Own = ["{engine}", "{date}", "{name}"];
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".mp4", ".json"];
    private readonly string _template = WithoutEnding(template);

    /// <summary>What is wrong with a template; null when nothing is.</summary>
    public static string? Fault(string template)
    {
        var rest = Own.Aggregate(template, static (text, place) => text.Replace(place, "", StringComparison.Ordinal));
        if (FileNames.UnknownPlace(rest) is { } place) return $"'{place}' is nothing that can be filled in; {Places} are.";
        if (!Array.Exists(["{id}", "{frame}", "{pts}", "{time}", "{name}"], one => template.Contains(one, StringComparison.Ordinal)))
            return $"'{template}' gives every file the same key; put {{id}}, {{time}}, {{frame}} or {{name}} in it.";
        var filled = new KeyTemplate(template, "engine").Of(
            new() { Source = "source", Id = Guid.Empty, Index = 0, CapturedAt = DateTimeOffset.UnixEpoch, ArrivedTimestamp = 0 }, "file.jpg");
        return ObjectKey.Fault(filled) is { } fault ? $"'{template}' makes no key: it {fault}." : null;
    }

    /// <summary>Whether files of several sources get keys of their own for sure.</summary>
    public static bool TellsSourcesApart(string template)
        => template.Contains("{source}", StringComparison.Ordinal) || template.Contains("{id}", StringComparison.Ordinal);

    /// <summary>The key of a file.</summary>
    /// <param name="frame">The frame it is of, or was begun for.</param>
    /// <param name="file">Its name, with its ending; the folder does not matter.</param>
    public string Of(FrameInfo frame, string file)
    {
        // The names of file and engine last, and made safe: what they hold is no place.
        var filled = FileNames.Fill(_template, frame)
            .Replace("{date}", frame.CapturedAt.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{engine}", Safe(engine), StringComparison.Ordinal)
            .Replace("{name}", Safe(Path.GetFileNameWithoutExtension(file)), StringComparison.Ordinal);
        return filled + Path.GetExtension(file);
    }

    private static string Safe(string text) => FileNames.Fill("{source}", text);

    private static string WithoutEnding(string template)
    {
        var ending = Array.Find(Endings, one => template.EndsWith(one, StringComparison.OrdinalIgnoreCase));
        return ending == null ? template : template[..^ending.Length];
    }
}
