namespace Sluice.EndToEnd.Tests.Cameras;

/// <summary>One fleet for all tests of a class, started by the first that asks.</summary>
public sealed class FleetFixture : IAsyncLifetime
{
    private CameraFleet? _fleet;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_fleet != null) await _fleet.DisposeAsync();
    }

    internal async Task<CameraFleet> GetAsync()
    {
        if (_fleet != null) return _fleet;
        var fleet = new CameraFleet();
        try
        {
            await fleet.StartAsync();
            return _fleet = fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }
}
