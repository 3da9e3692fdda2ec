using Sluice.Abstractions;
using Sluice.Core.Stages.Keyframes.Keeping;

namespace Sluice.Core.Stages.Keyframes.State;

/// <summary>
/// Where a stage's states lie: one file a source, and one for each period that is over and not yet archived. Sources write one after another
/// through the same memory, and together no faster than the disk can bear for years. Safe from any thread.
/// </summary>
/// <param name="folder">Absolute; made when missing.</param>
/// <param name="every">How often each source writes.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Told of what cannot be read or written.</param>
internal sealed class KeyframeStates(string folder, TimeSpan every, TimeProvider time, IStageLog log)
{
    // With cameras by the hundred each is written more seldom instead.
    private const double MostBytesPerSecond = 2 << 20;
    private const string StateEnding = ".state", PeriodEnding = ".period", ChosenEnding = ".chosen";
    private StateWriter? _idle = new();
    private long _notBefore = long.MinValue;
    private int _saidFailed;

    /// <summary>The clock.</summary>
    public TimeProvider Time => time;

    /// <summary>How often each source writes.</summary>
    public TimeSpan Every => every;

    /// <summary>The memory to write in, where nobody else does.</summary>
    /// <returns>Null when it is taken, or the disk had enough: the caller goes on and asks again.</returns>
    public StateWriter? TryRent()
    {
        if (time.GetTimestamp() < Volatile.Read(ref _notBefore)) return null;
        return Interlocked.Exchange(ref _idle, null);
    }

    /// <summary>Gives it back.</summary>
    public void Return(StateWriter writer)
    {
        var pause = writer.Written.Length / MostBytesPerSecond;
        writer.Clear();
        Volatile.Write(ref _notBefore, time.GetTimestamp() + (long)(pause * time.TimestampFrequency));
        Volatile.Write(ref _idle, writer);
    }

    /// <summary>The file of a budget that sources share.</summary>
    public string BudgetPath => Path.Combine(folder, ".budget");

    /// <summary>A source's file.</summary>
    public string PathOf(string source) => Path.Combine(folder, PictureKeys.Folder(source) + StateEnding);

    /// <summary>The file of a period that is over.</summary>
    public string PeriodOf(string source, int serial) => Path.Combine(folder, FormattableString.Invariant($"{PictureKeys.Folder(source)}.{serial}{PeriodEnding}"));

    /// <summary>The file of what was chosen of it.</summary>
    public string ChosenOf(string source, int serial) => Path.ChangeExtension(PeriodOf(source, serial), ChosenEnding);

    /// <summary>Numbers of a source's periods that are over and not yet archived, in order.</summary>
    public IReadOnlyList<int> PeriodsOf(string source)
    {
        var start = PictureKeys.Folder(source) + ".";
        return !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFiles(folder, start + "*" + PeriodEnding).Select(path => Path.GetFileNameWithoutExtension(path)[start.Length..])
                .Where(static number => int.TryParse(number, out _)).Select(static number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).Order()];
    }

    /// <summary>Whether there is anything of a source.</summary>
    public bool Has(string source) => File.Exists(PathOf(source)) || PeriodsOf(source).Count > 0;

    /// <summary>Writes a file.</summary>
    /// <returns>False where the disk did not take it; that is said once.</returns>
    public bool TryWrite(string path, StateWriter state) => TryWrite(path, state.Pictures, state.Written);

    /// <summary>Writes a file.</summary>
    /// <returns>False where the disk did not take it; that is said once.</returns>
    public bool TryWrite(string path, IReadOnlyList<string> pictures, ReadOnlyMemory<byte> body)
    {
        try
        {
            Directory.CreateDirectory(folder);
            StateFile.Write(path, pictures, body);
            Volatile.Write(ref _saidFailed, 0);
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (Interlocked.Exchange(ref _saidFailed, 1) == 0)
                log.Warn($"'{path}' cannot be written: {fault.Message} Choosing goes on; a kill meanwhile loses what was gathered in the period.");
            return false;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <returns>Null where there is none that can be used; that is said.</returns>
    public StateFile? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? StateFile.Read(path) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Refuse(path, fault.Message);
            return null;
        }
    }

    /// <summary>Says that a file cannot be used, and takes it away.</summary>
    public void Refuse(string path, string why)
    {
        log.Warn($"'{path}' cannot be gone on from: {why}. Its source begins anew; nothing archived is lost.");
        Delete(path);
    }

    /// <summary>Takes a file away; none to be there is no fault.</summary>
    public void Delete(string path)
    {
        try
        {
            if (Directory.Exists(folder)) File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.Warn($"'{path}' cannot be deleted: {fault.Message}");
        }
    }
}
