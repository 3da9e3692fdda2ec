using Sluice.Core.Stages.Inference.Tuning;

namespace Sluice.Host;

/// <summary>
/// Where <c>sluice bench tune</c> keeps what it measured: <c>sluice/tuning</c> of the user's cache folder (<c>XDG_CACHE_HOME</c>, else
/// <c>~/.cache</c>), or <c>SLUICE_TUNING</c>.
/// </summary>
internal static class TuningFolder
{
    /// <summary>The records there.</summary>
    public static TuningStore Store() => new(Folder());

    private static string Folder()
    {
        if (Environment.GetEnvironmentVariable("SLUICE_TUNING") is { Length: > 0 } own) return Path.GetFullPath(own);
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } xdg && Path.IsPathFullyQualified(xdg)
            ? xdg
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(cache, "sluice", "tuning");
    }
}
