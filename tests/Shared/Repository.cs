namespace Sluice.Tests;

/// <summary>Where things lie: the repository root, and the shared test data beside it.</summary>
internal static class Repository
{
    /// <summary>Absolute path of the folder that holds <c>Engine.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Absolute path of <c>../shared/data</c>, which may be absent.</summary>
    public static string Data { get; } = Path.GetFullPath(Path.Combine(Root, "..", "shared", "data"));

    /// <summary>Whether the shared test data is here.</summary>
    public static bool HasData => Directory.Exists(Path.Combine(Data, "videos"));

    /// <summary>Path of a shared clip by its file name.</summary>
    public static string Video(string name) => Path.Combine(Data, "videos", name);

    /// <summary>Path of a shared model by its file name.</summary>
    public static string Model(string name) => Path.Combine(Data, "models", name);

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at != null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "Engine.sln"))) return at.FullName;
        throw new DirectoryNotFoundException($"No Engine.sln above '{AppContext.BaseDirectory}'.");
    }
}
