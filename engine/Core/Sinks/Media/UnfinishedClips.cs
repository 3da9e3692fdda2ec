using Sluice.Abstractions;
using Sluice.Native.FFmpeg;

namespace Sluice.Core.Sinks.Media;

/// <summary>Clips that an engine was writing when it was killed: they are in fragments, and play up to the last one.</summary>
internal static class UnfinishedClips
{
    /// <summary>What a clip is called while it is written, behind its name.</summary>
    public const string Ending = ".part";

    /// <summary>Gives those that can be played their names, and takes the others away.</summary>
    /// <param name="folder">Where clips are written; no engine writes there now.</param>
    /// <param name="log">Told of each.</param>
    public static void Adopt(string folder, IStageLog log)
    {
        foreach (var path in Directory.EnumerateFiles(folder, "*.mp4" + Ending, SearchOption.AllDirectories))
        {
            var clip = path[..^Ending.Length];
            try
            {
                if (File.ResolveLinkTarget(path, false) != null || File.Exists(clip)) continue;
                if (Plays(path))
                {
                    File.Move(path, clip);
                    log.Info($"'{clip}' was being written when the engine ended before: it is kept up to there.");
                }
                else File.Delete(path);
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                log.Warn($"'{path}' was left by an earlier run and stays as it is: {fault.Message}");
            }
        }
    }

    private static bool Plays(string path)
    {
        try
        {
            using var input = Demuxer.Open(path);
            using var packet = new AvPacket();
            return input.TryRead(packet) == ReadResult.Packet;
        }
        catch (AvException)
        {
            // Killed before the first fragment was whole.
            return false;
        }
    }
}
