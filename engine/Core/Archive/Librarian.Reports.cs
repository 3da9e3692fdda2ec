using Sluice.Core.Stages.Keyframes.Report;

namespace Sluice.Core.Archive;

/// <content>Reports lie beside the keyframes they tell of, within the same quota and age.</content>
internal sealed partial class Librarian
{
    // By name; guarded by the turn.
    private readonly Dictionary<string, long> _reports = new(StringComparer.Ordinal);

    /// <summary>Writes a period's report, where there is room for it.</summary>
    /// <param name="folder">Its source's folder.</param>
    /// <param name="report">The report.</param>
    /// <param name="stop">Gives up.</param>
    /// <returns>Whether it was written; faults of disk and server are answers.</returns>
    public async Task<bool> WriteReportAsync(string folder, KeyframeReport report, CancellationToken stop)
    {
        var name = $"{folder}/{ArchiveNames.Period(report.Period.From)}/{KeyframeReport.FileName}";
        var json = report.ToJson();
        await _turn.WaitAsync(stop);
        try
        {
            if (_isDisposed) return false;
            // Two runs may share a period: the later report takes the place of the earlier, and both have to fit for a moment.
            var candidate = new ArchiveEntry($"{folder}/{ArchiveNames.Period(report.Period.From)}/{Guid.Empty:D}", report.Period.From, _time.GetUtcNow(), [new("", json.LongLength)]) { IsPinned = true };
            if (await PlanRoomAsync(candidate, stop) is not { } victims) return false;
            foreach (var victim in victims) Condemn(victim, "quota");
            if (!_place.IsRemote) await FinishAsync(CancellationToken.None);
            await _place.WriteAsync(name, json, stop);
            Interlocked.Add(ref _bytes, json.LongLength - _reports.GetValueOrDefault(name));
            _reports[name] = json.LongLength;
            if (_place.IsRemote) _wake.Release();
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Fail(fault.Message, fault);
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static bool IsReport(string name)
        => name.Split('/') is [{ Length: > 0 } folder, var period, KeyframeReport.FileName] && ArchiveNames.IsKey($"{folder}/{period}/{Guid.Empty:D}");

    private void EnterReport(ArchiveFile file)
    {
        Interlocked.Add(ref _bytes, file.Bytes - _reports.GetValueOrDefault(file.Name));
        _reports[file.Name] = file.Bytes;
    }

    private async Task ExpireReportsAsync(CancellationToken stop)
    {
        if (_limits.Age is not { } age) return;
        // Names of periods sort as times do.
        var oldest = ArchiveNames.Period(_time.GetUtcNow() - age);
        foreach (var (name, bytes) in _reports.Where(report => string.CompareOrdinal(report.Key.Split('/')[1], oldest) < 0).ToList())
        {
            await _place.DeleteAsync(name, stop);
            _reports.Remove(name);
            Interlocked.Add(ref _bytes, -bytes);
        }
    }
}
