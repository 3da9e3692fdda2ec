using Sluice.Core.Sinks.Nats.Client;

namespace Sluice.Tests.Sinks.Nats;

public sealed class NKeyTests
{
    // The pair of NATS's own documentation; the signature is what its JavaScript library makes.
    private const string Seed = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY";
    private const string Public = "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4";

    [Fact]
    public void Read_Seed_GivesThePublicKeyAndSigns()
    {
        var key = NKey.Read(Seed)!;
        Assert.Equal(Public, key.PublicKey);
        Assert.Equal("AVfpO7Pw3rc56hoO1OJcFxXUCfBmO2qouchBchSlL45Fuur9zS15UzytEI1QC5wwVG7uiHIdqyfmOS6uPrwqCg", key.Sign("nonce"u8));
    }

    [Theory, InlineData(""), InlineData("SU"), InlineData(Public), InlineData("SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VZ"), InlineData("suacssl3uahudxkfsnvuzrf5uhpmwz6bfdtj7m6usdxiednppqyyycu3vy")]
    public void Read_NoSeed_IsNull(string text) => Assert.Null(NKey.Read(text));

    [Theory, InlineData('U'), InlineData('A'), InlineData('O')]
    public void Seed_MadeOfBytes_IsReadBack(char kind) => Assert.StartsWith(kind.ToString(), NKey.Read(NKey.Seed(kind, new byte[32]))!.PublicKey, StringComparison.Ordinal);

    [Fact]
    public void Parse_CredentialsFile_FindsBoth()
    {
        var text = $"-----BEGIN NATS USER JWT-----\neyJ0.e30.c2ln\n------END NATS USER JWT------\n\n*** IMPORTANT ***\n\n-----BEGIN USER NKEY SEED-----\n{Seed}\n------END USER NKEY SEED------\n";
        var credentials = NatsCredentials.Parse(text)!;
        Assert.Equal(("eyJ0.e30.c2ln", Public), (credentials.Jwt, credentials.PublicKey));
    }

    [Fact]
    public void Parse_SeedAlone_IsAKeyWithoutClaims() => Assert.Null(NatsCredentials.Parse(Seed + "\n")!.Jwt);

    [Theory, InlineData(""), InlineData("eyJ0.e30.c2ln"), InlineData("nonsense")]
    public void Parse_Neither_IsNull(string text) => Assert.Null(NatsCredentials.Parse(text));

    [Fact]
    public void Load_NotThere_SaysWhichFile()
        => Assert.Contains("/nowhere/x.creds", Assert.Throws<NatsException>(() => NatsCredentials.Load("/nowhere/x.creds")).Message, StringComparison.Ordinal);
}
