using MLPipeline.Featurization;
using MLPipeline.Tests.Datasets;

namespace MLPipeline.Tests.Featurization;

public class ChainIdentityTests
{
    private static readonly ChainIdentity Chain = new("net", new string('a', 64), "onnx", "cpu", new(96, 96));

    [Fact]
    public void Whatever_changes_a_feature_changes_the_key()
    {
        ChainIdentity[] others =
        [
            Chain with { Backbone = "other" }, Chain with { Sha256 = new('b', 64) }, Chain with { Runtime = "tensorflow" },
            Chain with { Device = "gpu" }, Chain with { Size = new(96, 128) },
        ];
        Assert.Equal(6, others.Append(Chain).Select(c => c.Key).Distinct().Count());
        Assert.StartsWith("net-96x96-onnx-", Chain.Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../evil")]
    [InlineData("C:\\evil")]
    [InlineData("..")]
    [InlineData("block1/add:0")]
    [InlineData("")]
    public void A_name_never_leads_out_of_the_store(string name)
    {
        var folder = ChainIdentity.FileNameOf(name);
        Assert.Matches(@"^[A-Za-z0-9_~][A-Za-z0-9_~.-]*\z", folder);
        Assert.NotEqual(folder, ChainIdentity.FileNameOf(name + "/"));
    }

    [Fact]
    public void A_model_file_that_was_replaced_under_its_manifest_is_another_chain()
    {
        using var folder = new TempFolder();
        var options = Copy(folder, claim: "...");
        var before = ChainIdentity.Of(options, new(96, 96));

        using (var model = File.OpenWrite(folder["net.onnx"]))
        {
            model.Seek(-1, SeekOrigin.End);
            model.WriteByte(7);
        }

        File.SetLastWriteTimeUtc(folder["net.onnx"], DateTime.UtcNow.AddSeconds(5));
        var after = ChainIdentity.Of(options, new(96, 96));
        Assert.NotEqual(before.Sha256, after.Sha256);
        Assert.NotEqual(before.Key, after.Key);
    }

    [Fact]
    public void A_manifest_that_states_the_hash_of_another_file_is_refused()
    {
        using var folder = new TempFolder();
        var options = Copy(folder, claim: new('0', 64));
        var error = Assert.Throws<InvalidDataException>(() => ChainIdentity.Of(options, new(96, 96)));
        Assert.Contains(folder["net.onnx"], error.Message, StringComparison.Ordinal);
        Assert.Contains(folder["net.json"], error.Message, StringComparison.Ordinal);
        Assert.Contains(new string('0', 64), error.Message, StringComparison.Ordinal);
    }

    /// <summary>Only bytes count here, so the file need not be a network.</summary>
    private static FeaturizerOptions Copy(TempFolder folder, string claim)
    {
        folder.Write("net.onnx", "a network");
        var manifest = folder.Write(
            "net.json",
            $$"""{"name":"net","input":{"name":"image"},"outputs":[{"name":"a","channels":1,"stride":8}],"files":{"net.onnx":{"sha256":"{{claim}}"} } }""");
        return new() { Backbone = manifest, Runtime = "onnx", Layers = ["a"] };
    }
}
