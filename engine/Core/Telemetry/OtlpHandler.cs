namespace Sluice.Core.Telemetry;

/// <summary>Sends a collector's requests and tells the watch what came of them.</summary>
internal sealed class OtlpHandler : DelegatingHandler
{
    private readonly OtlpWatch _watch;

    public OtlpHandler(OtlpWatch watch)
        : base(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        => _watch = watch;

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Note(base.Send(request, cancellationToken));
        }
        catch (Exception fault)
        {
            _watch.Failed(fault.Message);
            throw;
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Note(await base.SendAsync(request, cancellationToken));
        }
        catch (Exception fault)
        {
            _watch.Failed(fault.Message);
            throw;
        }
    }

    private HttpResponseMessage Note(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode) _watch.Worked();
        else _watch.Failed($"it answers {(int)response.StatusCode} to {response.RequestMessage?.RequestUri?.AbsolutePath}");
        return response;
    }
}
