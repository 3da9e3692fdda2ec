using System.IO.Enumeration;

namespace Sluice.Core.Stages.Decode.Sessions;

/// <summary>Finds the sessions in a folder: each recording with the files that have its name, and each sub-folder that holds files.</summary>
internal static class SessionScan
{
    /// <summary>The sessions there now, in order of name. What begins with a dot is being copied, or someone else's.</summary>
    /// <param name="folder">Absolute path.</param>
    /// <param name="marker">Name, ending or pattern of the files that say that a session is complete.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    public static IReadOnlyList<Session> Of(string folder, string marker)
    {
        var files = FilesOf(folder);
        var sessions = new List<Session>();
        foreach (var media in files.Where(static file => RecordingFolder.IsMedia(file.Path)))
        {
            var name = Path.GetFileName(media.Path);
            var stem = Path.GetFileNameWithoutExtension(name);
            var beside = files.Where(file => IsBeside(Path.GetFileName(file.Path), name, stem)).ToList();
            var marks = beside.Where(file => IsMarker(Path.GetFileName(file.Path), marker, name, stem)).ToList();
            sessions.Add(new(name, [media, .. beside.Except(marks).Where(static file => !RecordingFolder.IsMedia(file.Path))], marks.Count > 0));
        }

        foreach (var sub in Directory.EnumerateDirectories(folder).Where(static path => Path.GetFileName(path)[0] != '.'))
        {
            var inside = FilesOf(sub);
            var name = Path.GetFileName(sub);
            var marks = inside.Where(file => IsMarker(Path.GetFileName(file.Path), marker, name, name)).ToList();
            if (inside.Count > marks.Count) sessions.Add(new(name, [.. inside.Except(marks)], marks.Count > 0));
        }

        return [.. sessions.OrderBy(static session => session.Name, StringComparer.Ordinal)];
    }

    private static bool IsBeside(string file, string name, string stem)
        => file != name && (file.StartsWith(name + ".", StringComparison.Ordinal) || Path.GetFileNameWithoutExtension(file) == stem);

    // 'done' is a file of that name in a session's folder, or the ending .done after a recording's name; '*.done' is any name like it.
    private static bool IsMarker(string file, string marker, string name, string stem)
        => file == marker || file == $"{name}.{marker}" || file == $"{stem}.{marker}" || (marker.Contains('*', StringComparison.Ordinal) && FileSystemName.MatchesSimpleExpression(marker, file, ignoreCase: false));

    private static List<SessionFile> FilesOf(string folder)
    {
        var files = new List<SessionFile>();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles().OrderBy(static file => file.Name, StringComparer.Ordinal))
            if (file.Name[0] != '.') files.Add(new(file.FullName, file.Length, file.LastWriteTimeUtc));
        return files;
    }
}
