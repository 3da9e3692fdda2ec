namespace Sluice.Core.Store;

/// <summary>How this program is started a second time.</summary>
internal static class OwnProgram
{
    /// <summary>The command line for another instance of it.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The program and all arguments.</returns>
    /// <exception cref="StoreException">The program's file isn't where it should be.</exception>
    public static (string Program, IEnumerable<string> Arguments) Command(params string[] arguments)
    {
        var running = Environment.ProcessPath ?? "";
        if (Path.GetFileNameWithoutExtension(running) == "sluice") return (running, arguments);
        // Run as `dotnet sluice.dll`, or inside another program such as a test host.
        var library = Path.Combine(AppContext.BaseDirectory, "sluice.dll");
        if (!File.Exists(library))
            throw new StoreException($"The store runs as a second process of this program, and '{library}' is not there.");
        var dotnet = Path.GetFileNameWithoutExtension(running) == "dotnet" ? running : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        return (dotnet, [library, .. arguments]);
    }
}
