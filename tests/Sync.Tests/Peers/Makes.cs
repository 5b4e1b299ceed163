using System.Reflection;
using Xunit.Sdk;

namespace Aurix.Platform.Tests.Peers;

/// <summary>Runs a test of the contract with a server of one make. Where that server is not to be had, the test is reported as skipped, with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class MakeAttribute(string make) : DataAttribute
{
    public sealed override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[make]];
}

/// <summary>Our own gateway.</summary>
public sealed class GatewayAttribute() : MakeAttribute(Peers.Gateway);

/// <summary>pouchdb-server, from npm.</summary>
public sealed class PouchServerAttribute : MakeAttribute
{
    public PouchServerAttribute()
        : base(Peers.PouchServer) => Skip = new NodeFactAttribute("tests/pouchdb").Skip;
}

/// <summary>The CouchDB that the environment names.</summary>
public sealed class CouchDbAttribute : MakeAttribute
{
    public CouchDbAttribute()
        : base(Peers.CouchDb) => Skip = new CouchDbFactAttribute().Skip;
}
