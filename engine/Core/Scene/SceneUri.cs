using System.Globalization;
using Sluice.Core.Config;

namespace Sluice.Core.Scene;

/// <summary>
/// Reads a scene from a URI: <c>scene:overpass?seed=7&amp;duration=60s&amp;hour=18:30&amp;rain=0.5</c>. Placement first, then options by
/// name; what is left out has its default.
/// </summary>
public static class SceneUri
{
    private const string Scheme = "scene:";

    private static readonly Dictionary<string, (string Example, Func<SceneOptions, string, SceneOptions?> Set)> Options =
        new(StringComparer.Ordinal)
        {
            ["seed"] = ("7", static (o, v) => ulong.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? o with { Seed = seed } : null),
            ["size"] = ("1280x720", SetSize),
            ["fps"] = ("25", static (o, v) => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var fps) ? o with { RateHz = fps } : null),
            ["duration"] = ("60s", static (o, v) => Units.Duration(v) is { } duration ? o with { Duration = duration } : null),
            ["hour"] = ("18:30", SetHour),
            ["speed"] = ("0.5", static (o, v) => Number(v) is { } hours ? o with { HoursPerMinute = hours } : null),
            ["density"] = ("1", static (o, v) => Number(v) is { } density ? o with { Density = density } : null),
            ["quiet"] = ("0.9", static (o, v) => Number(v) is { } share ? o with { Quiet = share } : null),
            ["events"] = ("0.5", static (o, v) => Number(v) is { } rate ? o with { EventsPerMinute = rate } : null),
            ["rain"] = ("0.6", static (o, v) => Number(v) is { } rain ? o with { Rain = rain } : null),
            ["noise"] = ("1", static (o, v) => Number(v) is { } noise ? o with { Noise = noise } : null),
            ["shake"] = ("0", static (o, v) => Number(v) is { } pixels ? o with { ShakePx = pixels } : null),
        };

    /// <summary>Reads a scene URI.</summary>
    /// <param name="uri">With its scheme.</param>
    /// <exception cref="FormatException">Says which part is wrong, and what would be right.</exception>
    public static SceneOptions Parse(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal)) throw new FormatException($"'{uri}' is no scene; 'scene:overpass?seed=7' is one.");
        var parts = uri[Scheme.Length..].Split('?', 2);
        var options = new SceneOptions { Camera = PlacementOf(parts[0]) };
        if (parts.Length == 2)
            foreach (var pair in parts[1].Split('&')) options = Apply(options, pair);
        try
        {
            options.Validate();
        }
        catch (ArgumentException fault)
        {
            throw new FormatException(fault.Message, fault);
        }

        return options;
    }

    private static CameraPlacement PlacementOf(string name)
    {
        var names = Enum.GetNames<CameraPlacement>().Select(static placement => placement.ToLowerInvariant()).ToArray();
        return names.Contains(name, StringComparer.Ordinal)
            ? Enum.Parse<CameraPlacement>(name, ignoreCase: true)
            : throw new FormatException($"There is no camera placement '{name}'{Nearest.Hint(name, names, "there are")}.");
    }

    private static SceneOptions Apply(SceneOptions options, string pair)
    {
        var parts = pair.Split('=', 2);
        if (!Options.TryGetValue(parts[0], out var option))
            throw new FormatException($"A scene has no option '{parts[0]}'{Nearest.Hint(parts[0], Options.Keys, "there are")}.");
        var set = parts.Length == 2 ? option.Set(options, parts[1]) : null;
        return set ?? throw new FormatException($"Scene option '{pair}' can't be read; '{parts[0]}={option.Example}' could.");
    }

    private static double? Number(string text)
        => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static SceneOptions? SetSize(SceneOptions options, string text)
    {
        var sides = text.Split('x');
        return sides.Length == 2 && int.TryParse(sides[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width) &&
            int.TryParse(sides[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            ? options with { WidthPx = width, HeightPx = height }
            : null;
    }

    // An hour as people write it, 18:30, or as a number, 18.5.
    private static SceneOptions? SetHour(SceneOptions options, string text)
    {
        if (Number(text) is { } hour) return options with { Hour = hour };
        return TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? options with { Hour = time.ToTimeSpan().TotalHours }
            : null;
    }
}
