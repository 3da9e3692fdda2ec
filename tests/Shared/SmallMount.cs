using System.Diagnostics;
using System.Globalization;

namespace Sluice.Tests;

/// <summary>A disk of its own, in memory, that is as small as a test says: what it is full of, it really is full of. Needs root.</summary>
internal sealed class SmallMount : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sluice-small-");

    /// <exception cref="InvalidOperationException">It cannot be mounted.</exception>
    public SmallMount(int kibibytes)
    {
        if (Run("mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={kibibytes}k,mode=700"), "tmpfs", Folder) is not { } fault) return;
        _folder.Delete(true);
        throw new InvalidOperationException(fault);
    }

    /// <summary>Where it is.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Why tests cannot have one; null when they can.</summary>
    public static string? SkipReason { get; } = TryOne();

    public void Dispose()
    {
        // Lazily: a process that was killed a moment ago may still be leaving.
        Run("umount", "-l", Folder);
        _folder.Delete(true);
    }

    private static string? TryOne()
    {
        try
        {
            new SmallMount(64).Dispose();
            return null;
        }
        catch (Exception fault) when (fault is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return $"needs to mount a small disk, which only root may: {fault.Message}";
        }
    }

    private static string? Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : said.Trim();
    }
}
