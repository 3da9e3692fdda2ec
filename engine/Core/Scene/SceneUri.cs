using System.Globalization;

namespace Sluice.Core.Scene;

/// <summary>
/// Reads scenes written as addresses: <c>scene:overpass?seed=7&amp;duration=60s&amp;size=1280x720</c>. Keys: seed, duration
/// (30s, 5m, 1h), size, fps, density, quiet, events (per minute), only (event names joined by +), hour, speed (scene hours
/// per minute), rain, noise, shake.
/// </summary>
public static class SceneUri
{
    /// <summary>What such an address begins with.</summary>
    public const string Scheme = "scene:";

    private static readonly Dictionary<string, Func<SceneOptions, string,
        SceneOptions?>> Keys = new(StringComparer.Ordinal)
    {
        ["seed"] = (o, v) => ulong.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? o with { Seed = n } : null,
        ["duration"] = (o, v) => Duration(v) is { } d ? o with { Duration = d } : null,
        ["size"] = (o, v) => Size(v) is { } s ? o with { WidthPx = s.Width, HeightPx = s.Height } : null,
        ["fps"] = (o, v) => int.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
            ? o with { RateHz = n } : null,
        ["density"] = (o, v) => Number(v) is { } n ? o with { Density = n } : null,
        ["quiet"] = (o, v) => Number(v) is { } n ? o with { Quiet = n } : null,
        ["events"] = (o, v) => Number(v) is { } n ? o with { EventsPerMinute = n } : null,
        ["only"] = (o, v) => Events(v) is { } e ? o with { Events = e } : null,
        ["hour"] = (o, v) => Hour(v) is { } n ? o with { Hour = n } : null,
        ["speed"] = (o, v) => Number(v) is { } n ? o with { HoursPerMinute = n } : null,
        ["rain"] = (o, v) => Number(v) is { } n ? o with { Rain = n } : null,
        ["noise"] = (o, v) => Number(v) is { } n ? o with { Noise = n } : null,
        ["shake"] = (o, v) => Number(v) is { } n ? o with { ShakePx = n } : null,
    };

    /// <summary>Whether an address names a scene.</summary>
    public static bool IsScene(string uri)
    {
        ArgumentNullException.ThrowIfNull(uri);
        return uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads an address and checks every value.</summary>
    /// <exception cref="FormatException">Says which part does not serve and what would.</exception>
    public static SceneOptions Parse(string uri)
    {
        if (!IsScene(uri)) throw new FormatException($"'{uri}' is no scene; write scene:CAMERA?seed=7&duration=60s.");
        var rest = uri[Scheme.Length..];
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        var camera = mark < 0 ? rest : rest[..mark];
        var options = new SceneOptions { Camera = Camera(uri, camera) };
        if (mark >= 0)
            foreach (var part in rest[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
                options = Apply(uri, options, part);
        try
        {
            options.Validate();
        }
        catch (ArgumentException fault)
        {
            throw new FormatException($"'{uri}': {fault.Message}", fault);
        }

        return options;
    }

    private static CameraPlacement Camera(string uri, string name)
    {
        foreach (var placement in Enum.GetValues<CameraPlacement>())
            if (TruthRule.Name(placement).Equals(name, StringComparison.OrdinalIgnoreCase)) return placement;
        var known = string.Join(", ", Enum.GetValues<CameraPlacement>().Select(TruthRule.Name));
        throw new FormatException($"'{uri}': camera '{name}' is unknown; there are {known}.");
    }

    private static SceneOptions Apply(string uri, SceneOptions options, string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        var key = equals < 0 ? part : part[..equals];
        var value = equals < 0 ? "" : Uri.UnescapeDataString(part[(equals + 1)..]);
        if (!Keys.TryGetValue(key, out var apply))
            throw new FormatException($"'{uri}': key '{key}' is unknown; there are {string.Join(", ", Keys.Keys)}.");
        return apply(options, value) ?? throw new FormatException($"'{uri}': {key} is '{value}'; {Example(key)} would be right.");
    }

    private static string Example(string key) => key switch
    {
        "duration" => "90s, 5m or 1h",
        "hour" => "18:30",
        "size" => "1280x720",
        "only" => "stopped_vehicle+jaywalker",
        "seed" or "fps" => "a whole number",
        _ => "a number",
    };

    // 18:30 or 18.5.
    private static double? Hour(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0) return Number(text);
        return Number(text[..colon]) is { } hours && Number(text[(colon + 1)..]) is { } minutes && minutes < 60
            ? hours + minutes / 60 : null;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n) ? n : null;

    private static TimeSpan? Duration(string text)
    {
        if (text.Length < 2 || Number(text[..^1]) is not { } n || n > 1e6) return null;
        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(n),
            'm' => TimeSpan.FromMinutes(n),
            'h' => TimeSpan.FromHours(n),
            _ => null,
        };
    }

    private static (int Width, int Height)? Size(string text)
    {
        var parts = text.Split('x');
        return parts.Length == 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var w)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var h) ? (w, h) : null;
    }

    private static RareEvent? Events(string text)
    {
        var all = RareEvent.None;
        foreach (var name in text.Split([' ', '+']))
        {
            var found = Enum.GetValues<RareEvent>().FirstOrDefault(e =>
                e is not (RareEvent.None or RareEvent.All) && TruthRule.Name(e) == name);
            if (found == RareEvent.None) return null;
            all |= found;
        }

        return all;
    }
}
