package io.ringloom;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static JavaClasses classes;

  @BeforeAll
  static void readClasses() {
    // The class path has the tests of these packages, too; they may reach for more.
    classes =
        new ClassFileImporter()
            .importUrl(Server.class.getProtectionDomain().getCodeSource().getLocation());
  }

  @Test
  void theClassesAreFound() {
    assertThat(classes.contain(Server.class)).isTrue();
    assertThat(classes.contain(ArchitectureTest.class)).isFalse();
    assertThat(classes.containPackage("io.ringloom.internal.loop")).isTrue();
    assertThat(classes.containPackage("io.ringloom.spi")).isTrue();
  }

  @Test
  void internalPackagesDependOnEachOtherInOneDirectionOnly() {
    slices().matching("io.ringloom.internal.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void onlyTheEntryPointsOfTheApiNameTheirImplementation() {
    noClasses()
        .that()
        .resideInAPackage("io.ringloom")
        .and()
        .doNotBelongToAnyOf(Server.class, EventLoopGroup.class, Connector.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.ringloom.internal..")
        .check(classes);
  }

  @Test
  void whatATransportImplementsDependsOnNothingElseOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("io.ringloom.spi")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("io.ringloom", "io.ringloom.internal..")
                .and(not(type(TlsInfo.class)))) // a value, which users get as it is
        .check(classes);
  }

  @Test
  void theFrameworkKnowsNoOtherServerFrameworkAndNoTlsLibrary() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.netty..", "org.conscrypt..")
        .check(classes);
  }
}
