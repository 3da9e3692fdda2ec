namespace Sluice.Tests;

/// <summary>A test that plays something in Chromium or Chrome.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser == null) Skip = "needs chromium or google-chrome on the PATH (apt install chromium)";
    }

    /// <summary>The browser's program; null when there is none.</summary>
    public static string? Browser { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .SelectMany(static folder => new[] { "chromium", "google-chrome" }.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
}
