using Sluice.Abstractions;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <summary>The folder of a candidate store: one process's own, by a lock that a killed process gives back.</summary>
internal sealed class CandidateFolder : IDisposable
{
    private const string Lock = ".lock";
    private readonly FileStream _lock;
    private readonly bool _isForThisRun;

    private CandidateFolder(string path, FileStream held, bool isForThisRun) => (Path, _lock, _isForThisRun) = (path, held, isForThisRun);

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>Opens the folder of the settings, or one for this run alone; takes away those that killed runs left.</summary>
    /// <param name="context">The stage's place in the graph.</param>
    /// <param name="dir">The folder of the settings; null for none.</param>
    /// <exception cref="IOException">It cannot be made, or another process has it.</exception>
    public static CandidateFolder Open(StageContext context, string? dir)
    {
        if (dir != null) return Hold(context.Resolve(dir), isForThisRun: false);
        try
        {
            return Fresh(System.IO.Path.Combine(context.Resolve("out"), ".candidates"), context.Id);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A graph may lie where nobody may write.
            return Fresh(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"sluice-candidates-{Environment.UserName}"), context.Id);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock.Dispose();
        if (!_isForThisRun) return;
        Remove(Path);
        try
        {
            // The last one takes the folder of them all along; others are still there, and it fails, as it should.
            Directory.Delete(System.IO.Path.GetDirectoryName(Path)!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // As said.
        }
    }

    private static CandidateFolder Fresh(string root, string stage)
    {
        Directory.CreateDirectory(root);
        foreach (var left in Directory.EnumerateDirectories(root)) RemoveUnheld(left);
        return Hold(System.IO.Path.Combine(root, $"{stage}-{Guid.CreateVersion7():N}"), isForThisRun: true);
    }

    private static CandidateFolder Hold(string path, bool isForThisRun)
    {
        try
        {
            Directory.CreateDirectory(path);
            return new(path, Locked(path), isForThisRun);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            var why = File.Exists(System.IO.Path.Combine(path, Lock)) ? "another stage or engine uses it; give each its own" : fault.Message;
            throw new IOException($"temporary.dir: the folder '{path}' cannot be used: {why}", fault);
        }
    }

    private static FileStream Locked(string path) => new(System.IO.Path.Combine(path, Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static void RemoveUnheld(string path)
    {
        try
        {
            Locked(path).Dispose();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return;
        }

        Remove(path);
    }

    private static void Remove(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The next run tries again.
        }
    }
}
