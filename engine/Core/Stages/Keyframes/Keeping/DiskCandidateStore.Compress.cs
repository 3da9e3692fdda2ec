using Sluice.Core.Sinks.Media;

namespace Sluice.Core.Stages.Keyframes.Keeping;

/// <content>From pixels to files, on the queue's thread or that of whoever reads a recording.</content>
internal sealed partial class DiskCandidateStore
{
    private void Compress(CandidateJob job)
    {
        if (TakeWaiting(job) is not { } picture) return;
        if (!_idle.TryTake(out var compressor)) compressor = _compressors();
        (byte[] Jpeg, byte[]? Png) files;
        try
        {
            files = compressor.Compress(picture, job.Rotation, job.Detections);
        }
        catch (Exception fault)
        {
            Fail($"A picture of '{job.Key}' cannot be compressed.", fault);
            Lose(job);
            return;
        }
        finally
        {
            _idle.Add(compressor);
            picture.Release();
        }

        Write(job, files.Jpeg, files.Png);
    }

    private void Write(CandidateJob job, byte[] jpeg, byte[]? png)
    {
        var bytes = jpeg.LongLength + (png?.LongLength ?? 0);
        if (Interlocked.Add(ref _bytes, bytes) > _most)
        {
            Interlocked.Add(ref _bytes, -bytes);
            Overfill();
            Lose(job);
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(job.Key, ".jpg"))!);
            if (png != null) WholeFile.Write(PathOf(job.Key, ".png"), file => file.Write(png));
            WholeFile.Write(PathOf(job.Key, ".jpg"), file => file.Write(jpeg));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Delete(job.Key, bytes);
            Fail($"'{PathOf(job.Key, ".jpg")}' cannot be written.", fault);
            Lose(job);
            return;
        }

        bool isWanted;
        lock (_lock)
        {
            isWanted = _entries.TryGetValue(job.Key, out var entry) && entry == job.Entry;
            if (isWanted) job.Entry.Write(bytes);
        }

        if (isWanted)
        {
            Interlocked.Increment(ref _written);
            Volatile.Write(ref _saidFailed, 0);
        }
        else
        {
            Delete(job.Key, bytes);
        }
    }

    private Abstractions.Picture? TakeWaiting(CandidateJob job)
    {
        lock (_lock)
        {
            var waiting = job.Entry.Waiting;
            job.Entry.Waiting = null;
            return waiting;
        }
    }

    private void Lose(CandidateJob job)
    {
        TakeWaiting(job)?.Release();
        lock (_lock) job.Entry.Lose();
    }

    private void Delete(string key, long bytes)
    {
        foreach (var ending in new[] { ".jpg", ".png" })
        {
            try
            {
                if (ending == ".jpg" || _png) File.Delete(PathOf(key, ending));
            }
            catch (DirectoryNotFoundException)
            {
                // As wanted.
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // What is still there still counts.
                _log.Warn($"'{PathOf(key, ending)}' cannot be deleted: {fault.Message}");
                return;
            }
        }

        if (Interlocked.Add(ref _bytes, -bytes) < _most) Volatile.Write(ref _saidFull, 0);
    }

    private void Overfill()
    {
        Interlocked.Increment(ref _full);
        if (Interlocked.Exchange(ref _saidFull, 1) == 0)
            _log.Warn($"The {new Abstractions.ByteSize(_most)} of temporary.max are full: frames are no candidates until the period ends. Raise it, or lower clusters.");
    }

    private void Fail(string what, Exception fault)
    {
        Interlocked.Increment(ref _failed);
        if (Interlocked.Exchange(ref _saidFailed, 1) == 0) _log.Error($"{what} Candidates are lost until that is mended.", fault);
    }
}
