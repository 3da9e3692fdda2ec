using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Tests.Sinks;

/// <summary>Who a client is and whom it trusts, against the real server.</summary>
public sealed class NatsLoginTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-nats-login-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [ServerFact("nats-server")]
    public async Task Start_Key_IsAccepted()
    {
        var seed = NewSeed('U');
        await using var server = NatsServerFixture.Configured($"authorization {{ users: [ {{ nkey: {NKey.Read(seed)!.PublicKey} }} ] }}");
        await server.StartAsync();
        await (await NatsServerFixture.ConnectAsync(server.Options() with { Credentials = NatsCredentials.Load(Write("user.nk", seed)) })).DisposeAsync();
        var stranger = server.Options() with { Credentials = NatsCredentials.Parse(NewSeed('U')) };
        Assert.Contains("Authorization Violation", (await Assert.ThrowsAsync<NatsException>(() => NatsServerFixture.ConnectAsync(stranger))).Message, StringComparison.Ordinal);
    }

    [ServerFact("nats-server")]
    public async Task Start_CredentialsFile_IsAccepted()
    {
        var (operatorSeed, accountSeed, userSeed) = (NewSeed('O'), NewSeed('A'), NewSeed('U'));
        var account = NKey.Read(accountSeed)!.PublicKey;
        var operatorJwt = Token(operatorSeed, NKey.Read(operatorSeed)!.PublicKey, "operator", "{}");
        var accountJwt = Token(operatorSeed, account, "account", "{\"limits\":{\"subs\":-1,\"data\":-1,\"payload\":-1,\"conn\":-1,\"leaf\":-1,\"imports\":-1,\"exports\":-1,\"wildcards\":true}}");
        var userJwt = Token(accountSeed, NKey.Read(userSeed)!.PublicKey, "user", "{\"subs\":-1,\"data\":-1,\"payload\":-1}");
        await using var server = NatsServerFixture.Configured($"operator: \"{Write("operator.jwt", operatorJwt)}\"\nresolver: MEMORY\nresolver_preload: {{ {account}: \"{accountJwt}\" }}");
        await server.StartAsync();
        var creds = $"-----BEGIN NATS USER JWT-----\n{userJwt}\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n{userSeed}\n------END USER NKEY SEED------\n";
        await using var connection = await NatsServerFixture.ConnectAsync(server.Options() with { Credentials = NatsCredentials.Load(Write("user.creds", creds)) });
        await connection.PublishAsync("a", default, default);
        await connection.FlushAsync(default);
    }

    [ServerFact("nats-server")]
    public async Task Start_TlsWithOwnAuthorityAndClientCertificate_IsSecure()
    {
        using var authority = Authority("test authority");
        var (serverPem, serverKey) = Certificate(authority, "localhost", "server");
        var (clientPem, clientKey) = Certificate(authority, "engine", "client");
        var ca = Write("ca.pem", authority.ExportCertificatePem());
        await using var server = NatsServerFixture.Configured($"tls {{ cert_file: \"{serverPem}\", key_file: \"{serverKey}\", ca_file: \"{ca}\", verify: true }}");
        await server.StartAsync();
        var options = server.Options($"tls://localhost:{server.Port}");
        await using (var connection = await NatsServerFixture.ConnectAsync(options with { Tls = NatsTls.Load(ca, clientPem, clientKey) }))
        {
            for (var i = 0; i < 100; i++) await connection.PublishAsync("a", new byte[10_000], default);
            await connection.FlushAsync(default);
        }

        // The machine does not trust this authority.
        var untrusted = await Assert.ThrowsAsync<NatsException>(() => NatsServerFixture.ConnectAsync(options));
        Assert.Contains("tls: { ca: FILE }", untrusted.Message, StringComparison.Ordinal);
        // Another authority, and a name that the certificate does not hold.
        using var other = Authority("another authority");
        var otherCa = Write("other.pem", other.ExportCertificatePem());
        await Assert.ThrowsAsync<NatsException>(() => NatsServerFixture.ConnectAsync(options with { Tls = NatsTls.Load(otherCa, clientPem, clientKey) }));
        await Assert.ThrowsAsync<NatsException>(() => NatsServerFixture.ConnectAsync(server.Options($"tls://127.0.0.1:{server.Port}") with { Tls = NatsTls.Load(ca, clientPem, clientKey) }));
        // No certificate of our own.
        await Assert.ThrowsAnyAsync<Exception>(() => NatsServerFixture.ConnectAsync(options with { Tls = NatsTls.Load(ca, null, null) }));
    }

    [Theory, InlineData(null), InlineData("no certificate")]
    public void Load_NoCertificate_SaysWhichFile(string? text)
    {
        var path = text == null ? Path.Combine(_folder, "missing.pem") : Write("ca.pem", text);
        Assert.Contains(path, Assert.Throws<NatsException>(() => NatsTls.Load(path, null, null)).Message, StringComparison.Ordinal);
    }

    private static string NewSeed(char kind) => NKey.Seed(kind, RandomNumberGenerator.GetBytes(32));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    // https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/jwt
    private static string Token(string issuer, string subject, string type, string claims)
    {
        var key = NKey.Read(issuer)!;
        var nats = JsonSerializer.Deserialize<Dictionary<string, object>>(claims)!;
        (nats["type"], nats["version"]) = (type, 2);
        var body = new Dictionary<string, object> { ["jti"] = Guid.NewGuid().ToString("N"), ["iat"] = 1_700_000_000, ["iss"] = key.PublicKey, ["name"] = type, ["sub"] = subject, ["nats"] = nats };
        var text = $"{Part(new { typ = "JWT", alg = "ed25519-nkey" })}.{Part(body)}";
        return $"{text}.{key.Sign(Encoding.UTF8.GetBytes(text))}";

        static string Part(object value) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(value));
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(80));
    }

    private (string Certificate, string Key) Certificate(X509Certificate2 authority, string name, string file)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        using var signed = request.Create(authority, DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(79), RandomNumberGenerator.GetBytes(8));
        return (Write(file + ".pem", signed.ExportCertificatePem()), Write(file + ".key", key.ExportPkcs8PrivateKeyPem()));
    }
}
